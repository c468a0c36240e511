"""The page of a decision in a real Chromium."""

import pytest
from playwright.sync_api import Browser

from tests.api.conftest import CAMPAIGN, Running
from voucher_service.model.kinds import Role
from voucher_service.usecases.show_sales import SalesQuery, list_sales
from voucher_service.usecases.sign_in import create_login_link

pytestmark = pytest.mark.browser


def test_figures_and_instants_of_the_history_are_never_broken(
    browser: Browser, site: Running
) -> None:
    sale = list_sales(site.service, SalesQuery()).items[0].sale_id
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    page = context.new_page()
    link = create_login_link(site.service, Role.BUREAU)
    page.goto(f"{site.base_url}/login?token={link}")
    page.goto(f"{site.base_url}/campaigns/{CAMPAIGN}/decisions/{sale}?lang=en")
    told = page.locator(".history td.amount, .history time")
    assert told.count() >= 2
    wraps = told.evaluate_all("all => all.map(one => getComputedStyle(one).whiteSpace)")
    assert set(wraps) == {"nowrap"}
    context.close()
