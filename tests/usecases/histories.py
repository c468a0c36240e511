"""Histories of a home as years of feeds may make them, all of it made up."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from tests.conftest import SEED_CAMPAIGN, Desk
from tests.feed_texts import vin
from voucher_service.model.errors import RefusedByRule
from voucher_service.model.kinds import SaleStatus, Verdict
from voucher_service.usecases.amend_campaign import amend_campaign
from voucher_service.usecases.decide_sales import decide_sales
from voucher_service.usecases.open_campaign import open_campaign, shipped_document
from voucher_service.usecases.resolve_sale import Resolution, resolve_sale
from voucher_service.usecases.show_sales import SalesQuery, list_sales

TIGHT = "tight-2023"
CAMPAIGNS = (SEED_CAMPAIGN, TIGHT)
HEADER = (
    "经销商编号,发票代码,发票号码,原发票号码,车架号,开票日期,裸车价,身份证号,"
    "红冲原因,数据性质"
)
REGISTER_HEADER = "经销商编号,经销商名称,统一社会信用代码,区县,数据性质"
BUYERS = ("430800199001010011", "430800198502020029")


def tight_document(*, budget: int = 4000, quota: int = 3, face: int = 1500) -> str:
    """A campaign in which places and money run out, and one buyer has one car."""
    return f"""
id: {TIGHT}
name: {{zh: 紧额度活动, en: A campaign of few places}}
area: {{zh: 测试, en: test}}
sponsors:
  - {{zh: 测试, en: test}}
sources:
  - {{title: 测试, publisher: made up for tests}}
terms:
  - effective_from: 2022-12-16
    sales_window: {{from: 2022-12-16, to: 2023-01-31}}
    price_basis: bare_price
    price_floor_yuan: 30000
    vehicle: new
    place: {{districts: [永定区, 慈利县]}}
    voucher: {{kind: fuel, face_yuan: {face}}}
    per_vehicle: 1
    caps: {{per_buyer: 2}}
    quotas:
      - {{name: per-dealer, count: {quota}, per: dealer}}
    requires: [vin]
    budget_yuan: {budget}
"""


def seed_document(floor: int = 30000) -> str:
    text = shipped_document(SEED_CAMPAIGN).split("examples:")[0]
    return text.replace("price_floor_yuan: 30000", f"price_floor_yuan: {floor}")


def register(district: str = "慈利县") -> str:
    return (
        f"{REGISTER_HEADER}\nT-01,测试一号汽车（合成）,,永定区,合成数据\n"
        f"T-02,测试二号汽车（合成）,,{district},合成数据\n"
    )


@dataclass(frozen=True)
class Row:
    """A row of a feed: a sale, or where ``red`` the return of one."""

    number: int
    car: int = 1
    day: int = 5
    yuan: int = 150_000
    dealer: str = "T-01"
    buyer: str = BUYERS[0]
    original: str = ""
    red: bool = False

    def text(self) -> str:
        sign, reason = ("-", "销货退回") if self.red else ("", "")
        return (
            f"{self.dealer},143002220001,{self.number:08d},{self.original},"
            f"{vin(self.car)},2023-01-{self.day:02d},{sign}{self.yuan}.00,"
            f"{self.buyer},{reason},合成数据"
        )


def feed(*rows: Row) -> str:
    return "\n".join([HEADER, *(row.text() for row in rows)]) + "\n"


ROWS = st.builds(
    Row,
    number=st.integers(1, 7),
    car=st.integers(1, 5),
    day=st.integers(3, 12),
    yuan=st.sampled_from([20_000, 30_000, 80_000, 150_000]),
    dealer=st.sampled_from(["T-01", "T-02"]),
    buyer=st.sampled_from(BUYERS),
)
EVENTS = st.one_of(
    st.tuples(st.just("land"), st.lists(ROWS, min_size=1, max_size=4)),
    st.tuples(st.just("land"), st.lists(ROWS, min_size=1, max_size=4)),
    st.tuples(st.just("return"), st.tuples(ROWS, st.integers(1, 7))),
    st.tuples(st.just("reissue"), st.tuples(ROWS, st.integers(1, 7))),
    st.tuples(st.just("resolve"), st.tuples(st.integers(0, 5), st.booleans())),
    st.tuples(st.just("amend"), st.sampled_from([1500, 3000, 4500, 9000])),
    st.tuples(st.just("amend-seed"), st.sampled_from([30_000, 50_000, 100_000])),
    st.tuples(st.just("register"), st.sampled_from(["永定区", "慈利县", "桑植县"])),
    st.tuples(st.just("decide"), st.none()),
)
HISTORIES = st.lists(EVENTS, min_size=3, max_size=8)


@dataclass
class Past:
    """What happened in a home so far; ``instants`` are those of its commits."""

    desk: Desk
    instants: list[Any] = field(default_factory=list)

    @classmethod
    def begin(cls, desk: Desk) -> "Past":
        desk.ingest(register(), "dealers.csv")
        open_campaign(desk.service, tight_document(), "tight.yaml")
        return cls(desk, [desk.service.store.data_version()])

    def live(self, event: tuple[str, Any]) -> None:
        """Let something happen; what a rule refuses changes nothing."""
        name, what = event
        _DEEDS[name](self.desk, what)
        self.instants.append(self.desk.service.store.data_version())


def _land(desk: Desk, rows: list[Row]) -> None:
    desk.ingest(feed(*{row.number: row for row in rows}.values()), "sales.csv")


def _return(desk: Desk, what: tuple[Row, int]) -> None:
    row, number = what
    back = {**row.__dict__, "number": 20 + number, "original": f"{number:08d}"}
    desk.ingest(feed(Row(**{**back, "red": True, "day": 14})), "returns.csv")


def _reissue(desk: Desk, what: tuple[Row, int]) -> None:
    row, number = what
    anew = {**row.__dict__, "number": 10 + number, "original": f"{number:08d}"}
    desk.ingest(feed(Row(**anew)), "reissues.csv")


def _resolve(desk: Desk, what: tuple[int, bool]) -> None:
    place, upholds = what
    contested = list_sales(desk.service, SalesQuery(status=SaleStatus.CONFLICTED)).items
    aside = list_sales(desk.service, SalesQuery(status=SaleStatus.SET_ASIDE)).items
    sales = [*contested, *aside]
    if not sales:
        return
    verdict = Verdict.UPHOLD if upholds else Verdict.SET_ASIDE
    sale = sales[place % len(sales)].sale_id
    try:
        resolve_sale(desk.service, Resolution(sale, verdict, "甲", "已核对发票"))
    except RefusedByRule:  # the other dealer's sale was taken back meanwhile
        return


def _amend(desk: Desk, document: str) -> None:
    amend_campaign(
        desk.service, document, "amended.yaml", apply=True, rewrite_past=True
    )


_DEEDS: dict[str, Callable[[Desk, Any], object]] = {
    "land": _land,
    "return": _return,
    "reissue": _reissue,
    "resolve": _resolve,
    "amend": lambda desk, budget: _amend(desk, tight_document(budget=budget)),
    "amend-seed": lambda desk, floor: _amend(desk, seed_document(floor)),
    "register": lambda desk, district: desk.ingest(register(district), "dealers.csv"),
    "decide": lambda desk, _: [decide_sales(desk.service, name) for name in CAMPAIGNS],
}
