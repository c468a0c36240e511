"""Files come in over HTTP, and every delivery can be asked after."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from tests.api.conftest import (
    DEALERS,
    FIRST_FEED,
    HEADER,
    NOW,
    Running,
    fresh_service,
    serve,
)
from voucher_service.model.kinds import Role
from voucher_service.resources import SQL
from voucher_service.usecases.feed_jobs import FeedJobs
from voucher_service.usecases.manage_tokens import NewTokenRequest, create_token
from voucher_service.usecases.open_service import Opening, open_service

OWN = HEADER + "D001,XS-7,LSYSYN106N0000007,2023-01-08,88000.00,甲牌,燃油,合成数据\n"
OTHER = HEADER + "D002,XS-8,LSYSYN108N0000008,2023-01-08,88000.00,乙牌,燃油,合成数据\n"
BAD = HEADER + "D001,XS-9,LSYSYN10XN0000009,2023-01-08,,甲牌,燃油,合成数据\n"


@pytest.fixture
def client(growing: Running) -> Iterator[httpx.Client]:
    with growing.client(Role.BUREAU) as opened:
        yield opened


def post(client, text, name="feed.csv", **words):
    content = text.encode() if isinstance(text, str) else text
    return client.post("/v1/feeds", files={"file": (name, content)}, data=words)


def nothing_is_left(running: Running) -> bool:
    return not list(running.service.store.home.uploads.iterdir())


def test_a_file_lands_and_its_receipt_is_where_the_answer_says(growing, client):
    answer = post(client, OWN, "一月 销售.csv")
    report = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/v1/feeds/{report['feed_id']}"
    assert (report["status"], report["accepted"]) == ("landed", 1)
    assert report["file"] == "一月 销售.csv"
    assert report["sender"]["channel"] == "http"
    assert client.get(answer.headers["location"]).json() == report
    assert client.get(f"/v1/feeds/{report['delivery_id']}").json() == report
    assert nothing_is_left(growing)


def test_the_same_file_again_changes_nothing(client):
    first, again = post(client, OWN), post(client, OWN)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["duplicate"]
    assert again.json()["feed_id"] == first.json()["feed_id"]
    assert again.json()["delivery_id"] != first.json()["delivery_id"]


def test_a_dry_run_lands_nothing_and_leaves_no_receipt(growing, client):
    before = client.get("/v1/feeds").json()
    answer = post(client, OWN, dry_run="true")
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["accepted"]) == ("previewed", 1)
    assert client.get("/v1/feeds").json() == before
    assert post(client, OWN).json()["accepted"] == 1
    assert nothing_is_left(growing)


def test_a_refused_row_is_told_with_place_reason_and_remedy(client):
    report = post(client, BAD).json()
    assert report["refused"] == 1
    finding = report["first_refusals"][0]
    assert (finding["row"], finding["code"]) == (2, "price_missing")
    assert finding["sentence"]["zh"]
    assert finding["remedy"]["zh"]


def test_an_unreadable_file_is_refused_and_its_receipt_kept(growing, client):
    answer = post(client, b"%PDF-1.7 x", "scan.pdf")
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "unreadable_input")
    assert problem["remedy"]["zh"]
    kept = client.get(answer.headers["location"]).json()
    assert (kept["status"], kept["error"]) == ("unreadable", problem["message"])
    assert client.get("/v1/feeds").json()["items"][0]["outcome"] == "unreadable"
    assert "location" not in post(client, b"", dry_run="true").headers
    assert nothing_is_left(growing)


FILE = ("file", ("a.csv", OWN.encode()))


@pytest.mark.parametrize(
    ("files", "words", "field"),
    [
        ([("other", ("a.csv", b"x"))], {}, "other"),
        ([FILE, FILE], {}, "file"),
        ([FILE], {"dry_run": "yes"}, "dry_run"),
        ([FILE], {"profile": "nosuch"}, "profile"),
        ([FILE], {"profile": "x" * 300}, "profile"),
        ([FILE], {"dry_run": ["true", "false"]}, "dry_run"),
    ],
)
def test_a_bad_part_is_named(growing, client, files, words, field):
    answer = client.post("/v1/feeds", files=files, data=words)
    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert fault["field"] == field
    assert fault["message"]["zh"]
    assert nothing_is_left(growing)


def test_a_body_without_a_file_is_told_so(client):
    boundary = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = client.post("/v1/feeds", content=b"--b--\r\n", headers=boundary)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "file")


@pytest.mark.parametrize(
    ("kind", "content", "status", "code"),
    [
        ("application/json", b"{}", 415, "unsupported_media_type"),
        ("text/csv", OWN.encode(), 415, "unsupported_media_type"),
        ("multipart/form-data", b"--b--", 415, "unsupported_media_type"),
        ("multipart/form-data; boundary=b", b"", 400, "malformed_request"),
        ("multipart/form-data; boundary=b", b"nonsense", 400, "malformed_request"),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nhalf',
            400,
            "malformed_request",
        ),
    ],
)
def test_a_body_that_is_no_form_is_refused(
    growing, client, kind, content, status, code
):
    headers = {"Content-Type": kind}
    answer = client.post("/v1/feeds", content=content, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert nothing_is_left(growing)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a.csv", "a.csv"),
        ("C:\\Users\\li\\a.csv", "a.csv"),
        ("../../etc/a.csv", "a.csv"),
        ("一月\u202e.csv", "一月.csv"),
        ("x" * 300 + ".csv", "x" * 196 + ".csv"),
    ],
)
def test_a_file_is_known_by_its_plain_name(client, given, kept):
    assert post(client, OWN, given, dry_run="true").json()["file"] == kept


def dealers_client(running: Running, dealer: str) -> httpx.Client:
    token = create_token(
        running.service, NewTokenRequest(role=Role.DEALER, dealer=dealer)
    ).token
    return httpx.Client(
        base_url=running.base_url, headers={"Authorization": f"Bearer {token}"}
    )


def test_each_dealer_sends_and_sees_its_own_alone(growing, client):
    officers = post(client, FIRST_FEED.replace("99999.99", "99999.98")).json()
    with dealers_client(growing, "D001") as one, dealers_client(growing, "D002") as two:
        own, theirs = post(one, OWN).json(), post(two, OTHER).json()
        assert (own["accepted"], theirs["accepted"]) == (1, 1)
        asked = {
            (who, what): opened.get(f"/v1/feeds/{report[by]}").status_code
            for who, opened in (("one", one), ("two", two), ("officer", client))
            for what, report in (("own", own), ("theirs", theirs), ("all", officers))
            for by in ("feed_id", "delivery_id")
        }
        listed = [len(each.get("/v1/feeds").json()["items"]) for each in (one, two)]
    assert asked == {
        ("one", "own"): 200,
        ("one", "theirs"): 404,
        ("one", "all"): 404,
        ("two", "own"): 404,
        ("two", "theirs"): 200,
        ("two", "all"): 404,
        ("officer", "own"): 200,
        ("officer", "theirs"): 200,
        ("officer", "all"): 200,
    }
    assert listed == [1, 1]


def test_a_dealers_file_with_anothers_rows_lands_none_of_them(growing):
    with dealers_client(growing, "D002") as two:
        report = post(two, OWN).json()
        register = post(two, DEALERS)
    assert (report["accepted"], report["refused"]) == (0, 1)
    assert register.status_code == 422
    assert "名录" in register.json()["message"]["zh"]


@pytest.fixture
def small(tmp_path) -> Iterator[Running]:
    """A server that takes no file beyond 2,000 bytes, and 300 at once."""
    service = fresh_service(tmp_path / "home")
    yield from serve(replace(service, max_feed_bytes=2_000, large_feed_bytes=300))


@pytest.mark.parametrize(("size", "status"), [(2_000, 202), (2_001, 413)])
def test_a_file_beyond_the_limit_is_refused(small, size, status):
    with small.client() as opened:
        answer = post(opened, b"x" * size)
    assert answer.status_code == status
    assert small.service.jobs.close() is None
    assert nothing_is_left(small)


def test_a_body_beyond_the_limit_is_refused_before_it_ends(small):
    came = []

    def endless():
        head = (
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        )
        yield head
        for number in range(40_000):
            came.append(number)
            yield b"x" * 65_536

    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    with small.client() as opened:
        try:
            answer = opened.post("/v1/feeds", content=endless(), headers=headers)
            assert answer.status_code == 413
            assert answer.json()["code"] == "too_large"
        except httpx.TransportError:
            assert len(came) < 40_000
    assert nothing_is_left(small)


def finished(client: httpx.Client, location: str) -> httpx.Response:
    answer = client.get(location)
    while answer.status_code == 202:
        answer = client.get(location)
    return answer


LARGE = HEADER + "".join(
    f"D001,XS-{number},,2023-01-08,88000.00,甲牌,燃油,合成数据\n"
    for number in range(100, 110)
)


def test_a_large_file_is_answered_at_once_and_lands_behind(small):
    with small.client() as opened:
        answer = post(opened, LARGE)
        progress = answer.json()
        assert answer.status_code == 202
        assert answer.headers["retry-after"] == "1"
        assert answer.headers["location"] == f"/v1/feeds/{progress['delivery_id']}"
        assert (progress["status"], progress["total"]) == ("processing", 3)
        report = finished(opened, answer.headers["location"]).json()
        assert (report["status"], report["accepted"]) == ("landed", 10)
        assert report["delivery_id"] == progress["delivery_id"]
        again = post(opened, LARGE)
        assert finished(opened, again.headers["location"]).json()["duplicate"]


def test_a_large_dry_run_is_told_and_leaves_no_receipt(small):
    with small.client() as opened:
        answer = post(opened, LARGE, dry_run="true")
        report = finished(opened, answer.headers["location"]).json()
        assert (report["status"], report["accepted"]) == ("previewed", 10)
        assert opened.get("/v1/feeds").json()["items"] == []


def test_a_large_unreadable_file_has_its_receipt(small):
    with small.client() as opened:
        answer = post(opened, b"%PDF-1.7 " + b"x" * 400)
        kept = finished(opened, answer.headers["location"]).json()
    assert (kept["status"], kept["kind"]) == ("unreadable", "unreadable")


def test_a_dealers_large_file_is_no_business_of_another(small):
    with dealers_client(small, "D001") as one, dealers_client(small, "D002") as two:
        for words in ({}, {"dry_run": "true"}):
            place = post(one, LARGE, **words).headers["location"]
            assert two.get(place).status_code == 404
            assert finished(one, place).status_code == 200
            assert two.get(place).status_code == 404


@pytest.fixture
def crowded(tmp_path) -> Iterator[tuple[Running, threading.Event]]:
    """A server whose one worker stands still until told, with room for one more."""
    jobs, go = FeedJobs(workers=1, most_waiting=1), threading.Event()
    jobs._pool.submit(go.wait)
    service = fresh_service(tmp_path / "home")
    for running in serve(replace(service, large_feed_bytes=300, jobs=jobs)):
        yield running, go
        go.set()


def test_a_full_queue_is_told_and_what_was_promised_lands_before_the_end(crowded):
    running, go = crowded
    with running.client() as opened:
        taken = [post(opened, LARGE, f"{number}.csv") for number in range(2)]
        refused = post(opened, LARGE, "3.csv")
        waiting = opened.get(taken[0].headers["location"])
        assert waiting.json()["stage"] == "waiting"
        go.set()
        running.service.jobs.close()
        states = [opened.get(one.headers["location"]).json() for one in taken]
    assert [one.status_code for one in taken] == [202, 202]
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    assert refused.json()["code"] == "busy"
    assert [one["status"] for one in states] == ["landed", "duplicate"]
    assert nothing_is_left(running)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 200),
        ("kind=sales&outcome=landed&limit=1", 200),
        ("from=2023-01-11&to=2023-01-11", 200),
        ("dealer=D001&cursor=dlv_nosuch", 200),
        ("kind=cars", 422),
        ("outcome=lost", 422),
        ("from=11.1.2023", 422),
        ("limit=0", 422),
        ("limit=501", 422),
        ("page=2", 422),
    ],
)
def test_receipts_are_asked_for_by_known_parameters(running, query, status):
    with running.client() as opened:
        assert opened.get(f"/v1/feeds?{query}").status_code == status


def test_a_file_a_killed_service_left_is_gone_after_the_next_start(tmp_path):
    service = fresh_service(tmp_path / "home")
    left = service.store.home.uploads / "left"
    left.write_bytes(b"half a file")
    service.close()
    again = open_service(Opening(home=tmp_path / "home", sql=SQL), lambda: NOW)
    assert not left.exists()
    assert service.store.home.uploads.stat().st_mode & 0o777 == 0o700
    again.close()


def test_a_session_sends_only_from_our_own_pages(growing):
    cookie = {"Cookie": f"voucher_session={growing.cookie()}"}
    files = {"file": ("a.csv", OWN.encode())}
    address = f"{growing.base_url}/v1/feeds"
    foreign = httpx.post(address, files=files, headers=cookie)
    ours = {**cookie, "Sec-Fetch-Site": "same-origin"}
    own = httpx.post(address, files=files, headers=ours)
    assert (foreign.status_code, own.status_code) == (403, 201)
    assert own.json()["sender"]["channel"] == "page"
