"""After new data the sales are read once, however many charts are asked for at once."""

from concurrent.futures import ThreadPoolExecutor

from tests.conftest import SEED_CAMPAIGN
from voucher_service.usecases.draw_chart import ChartQuery, draw_chart, list_charts
from voucher_service.usecases.report_totals import take_picture


def test_all_charts_of_a_page_asked_for_at_once_share_one_picture(sample_desk):
    service = sample_desk.service
    service.remembered.forget()
    names = [chart.name for chart in list_charts(service, SEED_CAMPAIGN, on_page=True)]
    with ThreadPoolExecutor(10) as browser:
        pictures = [
            browser.submit(take_picture, service, SEED_CAMPAIGN, None, None)
            for _ in range(10)
        ]
        drawn = [
            browser.submit(draw_chart, service, ChartQuery(SEED_CAMPAIGN, name))
            for name in names
        ]
        frames = {id(each.result().decided) for each in pictures}
        bodies = [each.result().body for each in drawn]
    again = [
        draw_chart(service, ChartQuery(SEED_CAMPAIGN, name)).body for name in names
    ]
    assert len(frames) == 1
    assert all(one is other for one, other in zip(bodies, again, strict=True))


def test_a_chart_drawn_anew_is_the_same_bytes(sample_desk):
    service, query = sample_desk.service, ChartQuery(SEED_CAMPAIGN, "daily-sales")
    first = draw_chart(service, query).body
    service.remembered.forget()
    again = draw_chart(service, query).body
    assert again == first
    assert again is not first
