"""Whatever is sent to any endpoint, nothing breaks and every answer is as described."""

import random
import sys
from collections import Counter
from datetime import UTC, datetime
from itertools import count

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from tests.api.conftest import DEALERS, PATIENCE_SECONDS, land, serve
from tests.api.test_openapi import CHECKS, MACHINE_PATHS
from tests.audits import audits_hold
from tests.conftest import SEED_CAMPAIGN, Clock, Desk
from tests.long_run import long_run
from tests.teller import Teller, issued, told
from voucher_service.api.access import ACCESS, PUBLIC
from voucher_service.api.description import describe
from voucher_service.app import create_app
from voucher_service.model.kinds import Role
from voucher_service.resources import SQL
from voucher_service.usecases.open_service import Opening, open_service

pytestmark = pytest.mark.slow

SEED = 20230118
VOUCHERS = 60
OPERATIONS = sorted((path, method) for method, path in ACCESS if path in MACHINE_PATHS)
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
STRANGERS = 0.05
"""How often a role asks that may not."""


@pytest.fixture(scope="module")
def busy(tmp_path_factory):
    """A server over a home with vouchers and redemptions in it."""
    opening = Opening(
        home=tmp_path_factory.mktemp("busy") / "home",
        sql=SQL,
        campaigns=(SEED_CAMPAIGN,),
        unknown_codes=10**7,
    )
    service = open_service(opening, lambda: datetime.now(UTC))
    desk = Desk(service, Clock())
    land(service, "api.csv", DEALERS)
    codes, teller = issued(desk, VOUCHERS), Teller(desk)
    made = [told(teller.redeem(code, 100))["id"] for code in codes[:20]]
    made += [told(teller.lock(code, 100))["id"] for code in codes[20:40]]
    for running in serve(service):
        yield Asker(desk, running, {"code": codes, "redemption": made})


class Asker:
    """Sends what is made up in the name of a role, mostly about what exists."""

    def __init__(self, desk, running, names) -> None:
        self.desk, self.running, self.names = desk, running, names
        self.document = describe(create_app(running.service))
        self.schema = schemathesis.openapi.from_dict(self.document)
        self.rng = random.Random(SEED)
        self.keys = count()
        self.statuses: Counter[int] = Counter()
        with desk.service.store.read() as connection:
            for name, query in (
                ("sale", "SELECT sale_id FROM sales"),
                ("feed", "SELECT feed_id FROM feeds"),
            ):
                rows = connection.execute(query).fetchall()
                names[name] = [row[0] for row in rows]
        names["campaign"] = [SEED_CAMPAIGN]
        names["chart"] = ["by-district", "daily-sales"]

    def ask(self, path: str, method: str, case, mode) -> None:
        who = ACCESS[method, path]
        role = self.role(who)
        headers = {"Idempotency-Key": f"any-{next(self.keys)}"}
        if role is not None:
            headers["Authorization"] = f"Bearer {self.running.tokens[role]}"
        is_known = mode is GenerationMode.NEGATIVE or self.rng.random() < 0.7
        if is_known:
            self.name_what_exists(path, case, mode)
        response = case.call(
            base_url=self.running.base_url, headers=headers, timeout=PATIENCE_SECONDS
        )
        self.statuses[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    def role(self, who) -> Role | None:
        if who == PUBLIC:
            return None
        if self.rng.random() < STRANGERS:
            return self.rng.choice(list(Role))
        return self.rng.choice(sorted(who))

    def name_what_exists(self, path: str, case, mode) -> None:
        for name in case.path_parameters or {}:
            known = self.names.get(kind_of(path, name))
            if known:
                case.path_parameters[name] = self.rng.choice(known)
        is_asking = mode is GenerationMode.POSITIVE and path == "/v1/redemptions"
        if is_asking and isinstance(case.body, dict):
            case.body["voucher_code"] = self.rng.choice(self.names["code"])
            case.body["amount"] = {
                "total": self.rng.choice([1, 100]),
                "currency": "CNY",
            }


def kind_of(path: str, name: str) -> str:
    """Say what a blank of a path stands for."""
    if name != "id":
        return {"name": "chart"}.get(name, name)
    return path.split("/")[2].removesuffix("s")


def faults_of(busy: Asker, path: str, method: str, mode, times: int) -> list[str]:
    """Send so many requests of a kind to an operation; tell what was amiss."""
    operation = busy.schema[path][method]

    @given(case=operation.as_strategy(generation_mode=mode))
    @seed(SEED)
    @settings(
        max_examples=times,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case):
        busy.ask(path, method, case, mode)

    try:
        ask()
    except Unsatisfiable:
        return []  # there is nothing that would not fit
    except (Exception, BaseExceptionGroup) as error:  # noqa: BLE001 - all are tried
        return [f"{method} {path} {mode.name}: {error!r:.3000}"]
    return []


def test_nothing_breaks_and_every_answer_fits_its_schema(busy, capsys):
    times = long_run(short=2, long=330)
    wrong = [
        fault
        for path, method in OPERATIONS
        for mode in MODES
        for fault in faults_of(busy, path, method, mode, times)
    ]
    with capsys.disabled():
        by_status = dict(sorted(busy.statuses.items()))
        sys.stdout.write(
            f"\nschemathesis: {busy.statuses.total()} requests to {len(OPERATIONS)}"
            f" operations, seed {SEED}: {by_status}; failures {len(wrong)}\n"
        )
        sys.stdout.writelines(f"  {fault:.600}\n" for fault in wrong)
    assert wrong == []
    assert max(busy.statuses) < 500
    assert busy.statuses.total() >= long_run(short=120, long=20_000)
    audits_hold(busy.desk)
