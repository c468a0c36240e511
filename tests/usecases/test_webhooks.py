"""Banks are sent their events in order, signed, until they acknowledge them."""

import hashlib
import hmac
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import Desk
from tests.teller import BANK, Teller, issued, told
from tests.usecases.bank_endpoint import BankEndpoint, bank_endpoint
from voucher_service.model.errors import BadParameter, NotFound
from voucher_service.store.webhooks import steps_of
from voucher_service.usecases.manage_keys import NewKeyRequest, create_key
from voucher_service.usecases.manage_webhooks import (
    NewEndpoint,
    SendAgain,
    add_endpoint,
    remove_endpoint,
    send_again,
    webhooks,
)
from voucher_service.usecases.read_events import events_page
from voucher_service.usecases.send_webhooks import (
    TIMED_OUT,
    DeliveryFailed,
    StepClerk,
    due_endpoints,
    send_next,
)
from voucher_service.usecases.webhook_courier import Courier
from voucher_service.usecases.webhook_post import HttpPost
from voucher_service.usecases.webhook_schedule import next_try, pause_after

FREE_PORT = "http://127.0.0.1:1/nobody"
PATIENCE = 60


def middle() -> float:
    """Draw no jitter."""
    return 0.5


def send_due(service, post) -> int:
    """Make a delivery to each endpoint that is due; give how many were made."""
    clerk, due = StepClerk(service.store), due_endpoints(service, service.now())
    made = [send_next(service, clerk, each, post, middle) for each in due]
    return sum(step is not None for step in made)


@dataclass
class Told:
    """A bank with a key, an endpoint, and a teller who makes things happen."""

    desk: Desk
    bank: BankEndpoint
    secret: str
    endpoint_id: str
    teller: Teller
    code: str

    def send(self) -> int:
        """Make deliveries until none is due; give how many were made."""
        made = 0
        with closing(HttpPost()) as post:
            while sent := send_due(self.desk.service, post):
                made += sent
        return made

    def state(self):
        (endpoint,) = webhooks(self.desk.service)
        return endpoint

    def event_ids(self) -> list[str]:
        page = events_page(self.desk.service, f"bank:{BANK}", 0, 1000)
        return [each.id for each in page.items]

    def later(self, by: timedelta) -> None:
        self.desk.clock.instant += by


@pytest.fixture
def bank():
    with bank_endpoint() as served:
        yield served


def told_bank(desk: Desk, bank: BankEndpoint, codes: list[str]) -> Told:
    key = create_key(desk.service, NewKeyRequest(bank=BANK))
    endpoint = add_endpoint(desk.service, NewEndpoint(bank=BANK, url=bank.url))
    return Told(desk, bank, key.secret, endpoint.id, Teller(desk), codes[0])


@pytest.fixture
def one(desk: Desk, bank: BankEndpoint) -> Told:
    return told_bank(desk, bank, issued(desk, 1))


def test_events_come_once_each_in_their_order(one: Told):
    made = told(one.teller.redeem(one.code, 500))
    one.teller.reverse(made["id"])
    assert one.send() == 1
    one.teller.redeem(one.code, 600)
    assert one.send() == 1
    assert one.bank.event_ids() == one.event_ids()
    assert [each["type"] for each in one.bank.events()] == [
        "redemption.captured",
        "redemption.reversed",
        "redemption.captured",
    ]
    assert one.send() == 0
    assert one.state().last_event == one.event_ids()[-1]


def test_a_delivery_is_signed_over_time_nonce_and_body(one: Told):
    one.teller.redeem(one.code, 500)
    one.send()
    (body,), (headers,) = one.bank.bodies, one.bank.headers
    stamp, nonce = headers["x-timestamp"], headers["x-nonce"]
    message = f"{stamp}\n{nonce}\n".encode() + body + b"\n"
    mac = hmac.new(one.secret.encode(), message, hashlib.sha256)
    assert headers["x-signature"] == mac.hexdigest()
    assert abs(int(stamp) - one.desk.clock.instant.timestamp()) < 10
    assert headers["content-type"] == "application/json"


@pytest.mark.parametrize("status", [500, 404, 301, 307])
def test_what_is_not_acknowledged_comes_again_and_nothing_overtakes_it(
    one: Told, status: int
):
    one.bank.statuses = [status]
    one.teller.redeem(one.code, 500)
    assert one.send() == 1
    state = one.state()
    assert (state.state, state.failures) == ("failing", 1)
    assert str(status) in state.last_error.en
    one.teller.redeem(one.code, 600)
    assert one.send() == 0  # its time has not come
    one.later(timedelta(seconds=10))
    assert one.send() == 1
    first, second = one.event_ids()
    assert one.bank.event_ids() == [first, first, second]
    assert (one.state().state, one.state().last_error) == ("active", None)


def test_a_bank_that_is_away_for_three_days_is_sent_to_no_more(desk: Desk):
    codes = issued(desk, 1)
    away = told_bank(desk, BankEndpoint(url=FREE_PORT), codes)
    away.teller.redeem(codes[0], 500)
    for _ in range(60):
        away.send()
        away.later(timedelta(hours=2))
    state = away.state()
    assert (state.state, state.next_try_at) == ("stopped", None)
    assert state.last_error.en == "it cannot be reached"
    with desk.service.store.read() as connection:
        steps = steps_of(connection, away.endpoint_id)
    assert [each["kind"] for each in steps] == (
        ["opened"] + ["failed"] * (state.failures - 1) + ["stopped"]
    )
    took = steps[-1]["recorded_at"] - steps[1]["recorded_at"]
    assert timedelta(days=3) <= took < timedelta(days=3, hours=9)


def test_a_stopped_endpoint_goes_on_when_it_is_sent_to_again(one: Told):
    one.bank.statuses = [500, 500]
    one.teller.redeem(one.code, 500)
    one.teller.redeem(one.code, 600)
    one.send()
    one.later(timedelta(days=4))
    one.send()
    assert one.state().state == "stopped"
    assert one.send() == 0
    first, second = one.event_ids()
    asked = SendAgain.model_validate({"endpoint": one.endpoint_id, "from": second})
    assert send_again(one.desk.service, asked).state == "active"
    one.send()
    assert one.bank.event_ids()[-1:] == [second]
    asked = SendAgain.model_validate({"endpoint": one.endpoint_id, "from": first})
    send_again(one.desk.service, asked)
    one.send()
    assert one.bank.event_ids()[-2:] == [first, second]


def test_deliveries_go_on_where_they_stood_after_a_restart(
    open_desk: Callable[..., Desk], bank: BankEndpoint
):
    desk = open_desk()
    one = told_bank(desk, bank, issued(desk, 1))
    one.teller.redeem(one.code, 500)
    one.send()
    bank.statuses = [503]
    one.teller.redeem(one.code, 600)
    one.send()
    one.teller.redeem(one.code, 700)
    desk.service.close()

    desk = open_desk(clock=desk.clock)
    again = Told(desk, bank, one.secret, one.endpoint_id, Teller(desk), one.code)
    assert again.state().failures == 1
    assert again.send() == 0
    again.later(timedelta(seconds=10))
    again.send()
    first, second, third = again.event_ids()
    assert bank.event_ids() == [first, second, second, third]


def test_a_move_while_a_delivery_is_under_way_is_not_lost(one: Told):
    one.teller.redeem(one.code, 500)
    one.send()
    one.teller.redeem(one.code, 600)
    first, second = one.event_ids()
    asked = SendAgain.model_validate({"endpoint": one.endpoint_id, "from": first})

    def post(url, body, headers):
        send_again(one.desk.service, asked)
        return 200

    assert send_due(one.desk.service, post) == 1
    one.send()
    assert one.bank.event_ids() == [first, first, second]


def test_an_endpoint_that_was_removed_gets_nothing_more(one: Told):
    remove_endpoint(one.desk.service, one.endpoint_id)
    one.teller.redeem(one.code, 500)
    assert one.send() == 0
    assert webhooks(one.desk.service) == ()
    with pytest.raises(NotFound):
        remove_endpoint(one.desk.service, one.endpoint_id)


def test_an_endpoint_may_begin_with_events_of_before(one: Told):
    one.teller.redeem(one.code, 500)
    one.teller.redeem(one.code, 600)
    remove_endpoint(one.desk.service, one.endpoint_id)
    _, second = one.event_ids()
    asked = {"bank": BANK, "url": one.bank.url, "from": second}
    add_endpoint(one.desk.service, NewEndpoint.model_validate(asked))
    one.send()
    assert one.bank.event_ids() == [second]


@pytest.mark.parametrize(
    "url",
    [
        "ftp://bank.example/x",
        "file:///etc/passwd",
        "bank.example/x",
        "https://",
        "https://user:word@bank.example/",
        "https://bank.example/#part",
        "https://bank.example:99999/",
        "https://bank.example/银行",
        "https://bank.example/a b",
        "https://bank.example/" + "x" * 2048,
        f"https://{'a' * 64}.example/",
        "https://bank..example/",
        "https://.example/",
        "https://xn--.example/",
        "https://xn--a.example/",
        "https://256.1.1.1/",
        "https://[v1.x]/",
    ],
)
def test_only_plain_http_addresses_are_taken(one: Told, url: str):
    with pytest.raises(BadParameter):
        add_endpoint(one.desk.service, NewEndpoint(bank=BANK, url=url))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "localhost", "bank_a.example.", "xn--fiqs8s.cn"]
)
def test_names_and_addresses_of_machines_are_taken(one: Told, host: str):
    url = f"https://{host}:8443/events"
    assert add_endpoint(one.desk.service, NewEndpoint(bank=BANK, url=url)).url == url


def test_a_bank_without_a_key_or_unknown_is_not_sent_to(desk: Desk):
    for bank in (BANK, "nosuch"):
        with pytest.raises(BadParameter):
            add_endpoint(desk.service, NewEndpoint(bank=bank, url=FREE_PORT))


NOW = datetime(2023, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(1, 10), (2, 20), (3, 40), (12, 20_480), (13, 21_600), (100, 21_600)],
)
def test_a_pause_doubles_up_to_six_hours(failures, seconds):
    shortest, longest = pause_after(failures, 0.0), pause_after(failures, 1.0)
    assert pause_after(failures, 0.5) == timedelta(seconds=seconds)
    assert shortest == timedelta(seconds=seconds) * 0.8
    assert longest == timedelta(seconds=seconds) * 1.2


@pytest.mark.parametrize(
    ("failing_for", "goes_on"),
    [(timedelta(days=3) - timedelta(microseconds=1), True), (timedelta(days=3), False)],
)
def test_it_is_tried_for_three_days(failing_for, goes_on):
    again = next_try(20, NOW - failing_for, NOW, 0.5)
    assert (again is not None) == goes_on


def test_a_courier_sends_beside_the_service_and_stops_with_it(one: Told):
    post = HttpPost()
    courier = Courier(one.desk.service, post, every=0.01, draw=middle)
    try:
        one.teller.redeem(one.code, 500)
        assert one.bank.came.acquire(timeout=PATIENCE)
        one.teller.redeem(one.code, 600)
        assert one.bank.came.acquire(timeout=PATIENCE)
    finally:
        courier.stop()
        post.close()
    assert one.bank.event_ids() == one.event_ids()
    names = {thread.name for thread in threading.enumerate()}
    assert not any(name.startswith("webhook") for name in names)


def test_a_bank_has_one_delivery_under_way_whatever_its_endpoints(one: Told):
    other = "https://bank.example/other"
    add_endpoint(one.desk.service, NewEndpoint(bank=BANK, url=other))
    going, most, came = [], [], threading.Semaphore(0)
    on = threading.Event()

    def post(url, body, headers):
        going.append(url)
        most.append(len(going))
        came.release()
        assert on.wait(PATIENCE)
        going.remove(url)
        return 200

    courier = Courier(one.desk.service, post, every=0.01, draw=middle)
    try:
        one.teller.redeem(one.code, 500)
        assert came.acquire(timeout=PATIENCE)
        assert not came.acquire(timeout=0.1)  # many looks later
        on.set()
        assert came.acquire(timeout=PATIENCE)
    finally:
        on.set()
        courier.stop()
    assert most == [1, 1]


def test_what_takes_too_long_at_the_end_is_given_up_and_comes_again(one: Told):
    began, on = threading.Event(), threading.Event()

    def post(url, body, headers):
        began.set()
        assert on.wait(PATIENCE)
        raise DeliveryFailed(TIMED_OUT)

    courier = Courier(one.desk.service, post, every=0.01, draw=middle)
    one.teller.redeem(one.code, 500)
    assert began.wait(PATIENCE)
    (worker,) = (
        each for each in threading.enumerate() if each.name == f"webhook {BANK}"
    )
    courier.stop(patience=0.05)
    assert worker.is_alive()
    assert worker.daemon
    on.set()
    worker.join(PATIENCE)


def test_a_fault_in_looking_does_not_end_the_courier(one: Told):
    faults, posted = [OSError("no room"), ValueError("no sense")], threading.Event()
    service = replace(one.desk.service)
    clock = service.clock

    def now():
        if faults:
            raise faults.pop()
        return clock()

    def post(url, body, headers):
        posted.set()
        return 200

    one.teller.redeem(one.code, 500)
    courier = Courier(replace(service, clock=now), post, every=0.01, draw=middle)
    try:
        assert posted.wait(PATIENCE)
    finally:
        courier.stop()
