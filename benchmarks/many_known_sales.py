"""Made-up known sales of any number, the same each time, and terms to decide them by.

One vehicle in a thousand is sold again, half of them by another dealer; one buyer in
fifty buys again. Feeds are a dealer's day, so the sales of one share their instant.
"""

import numpy as np
import polars as pl

from voucher_service.campaigns.benefits import Bonus, Tier, Voucher
from voucher_service.campaigns.catalogue import parse_campaign, shipped_campaigns
from voucher_service.campaigns.limits import Allocation, Caps, Quota
from voucher_service.campaigns.terms import Terms
from voucher_service.model.frames import KnownSale

SEED = "zhangjiajie-2022-new-year"
DEALERS = 200
TWICE = 0.001
_FIRST_DAY = np.datetime64("2022-12-14")
_DAYS = 51
_DISTRICTS = ("永定区", "武陵源区", "慈利县", "桑植县")
_ENERGIES = ("ice", "ice", "hev", "phev", "erev", "bev", "bev")


def seed_terms() -> Terms:
    """Give the terms of the shipped campaign."""
    return parse_campaign(shipped_campaigns()[SEED], SEED).current


def full_terms(rows: int) -> Terms:
    """Give terms that use every kind of limit; the money lasts for two thirds."""
    seed = seed_terms()
    a_dealers_day = rows // (DEALERS * _DAYS)
    return Terms(
        effective_from=seed.effective_from,
        sales_window=seed.sales_window,
        price_basis=seed.price_basis,
        price_floor_yuan=seed.price_floor_yuan,
        vehicle="new",
        energy=("nev", "fuel"),
        voucher=Voucher(kind="fuel"),
        tiers=(
            _tier("nev-low", ("nev",), below_yuan=150_000, amount_yuan=2_000),
            _tier("nev-mid", ("nev",), 150_000, below_yuan=250_000, amount_yuan=4_000),
            _tier("nev-high", ("nev",), 250_000, percent="2.5", cap_yuan=8_000),
            _tier("fuel-low", ("fuel",), below_yuan=150_000, amount_yuan=1_500),
            _tier("fuel-mid", ("fuel",), 150_000, below_yuan=250_000, amount_yuan=3000),
            _tier("fuel-high", ("fuel",), 250_000, percent="1.5", cap_yuan=5_000),
        ),
        bonuses=(Bonus(name="old-car", disposal="scrapped", amount_yuan=500),),
        requires=seed.requires,
        caps=Caps(
            per_buyer=1,
            per_dealer_day=a_dealers_day + max(1, int(a_dealers_day**0.5)),
        ),
        quotas=(
            Quota(name="fuel-high", tiers=("fuel-high",), count=rows // 20),
            Quota(name="nev-a-day", energy=("nev",), per="day", count=rows * 8 // 1000),
        ),
        budget_yuan=rows * 1_900,
        allocation=Allocation(order="submission"),
    )


def _tier(
    name: str, energy: tuple[str, ...], at_least_yuan: int | None = None, **told: object
) -> Tier:
    words = {"name": name, "energy": energy, "at_least_yuan": at_least_yuan}
    return Tier.model_validate(words | told)


def many_known_sales(rows: int) -> pl.DataFrame:
    """Give KnownSale with every column filled as a city's feeds would fill it."""
    draw = np.random.default_rng(rows)
    at, dealer = _vehicles(draw, rows)
    day = _FIRST_DAY + draw.integers(_DAYS, size=rows)
    sent = day.astype("datetime64[us]") + np.timedelta64(26, "h")
    late = draw.integers(4, size=rows) // 3 * np.timedelta64(72, "h")
    bare = (draw.lognormal(11.9, 0.5, size=rows) * 100).astype(np.int64) + 1_500_000
    frame = pl.DataFrame(
        {
            "sale_id": _hexes(draw, rows, 12),
            "version": pl.repeat(1, rows, dtype=pl.Int32, eager=True),
            "row_hash": _hexes(draw, rows, 10),
            "dealer_id": _of([f"D{n:03}" for n in range(DEALERS)], dealer),
            "dealer_name": _of(
                [f"测试第{n:03}号汽车公司" for n in range(DEALERS)], dealer
            ),
            "record_no": _numbered("SO", np.arange(rows), 8),
            "vin": _none(draw, _numbered("LSVAU2180N", at, 7), 0.0005),
            "invoice_number": _none(draw, _numbered("", np.arange(rows), 8), 0.005),
            "sold_on": pl.Series(day).cast(pl.Date),
            "condition": _drawn(draw, rows, ["new"] * 97 + ["used"] * 2 + [None]),
            "brand": _drawn(draw, rows, ["大众", "丰田", "比亚迪", "吉利", "理想"]),
            "model": _drawn(draw, rows, ["SVW71412AY", "卡罗拉锐放", "元PLUS", "星瑞"]),
            "energy": _none(draw, _drawn(draw, rows, _ENERGIES), 0.01),
            "bare_price_fen": _none(draw, pl.Series(bare), 0.003),
            "invoice_total_fen": pl.Series(bare * 113 // 100),
            "invoice_net_fen": pl.Series(bare),
            "district": _none(draw, _drawn(draw, rows, _DISTRICTS), 0.01),
            "buyer_key": _again(draw, _hexes(draw, rows, 16), 0.02, 0.01),
            "phone_key": _again(draw, _hexes(draw, rows, 16), 0.02, 0.02),
            "submitted_at": pl.Series(
                sent + late + dealer * np.timedelta64(60_000_000, "us")
            ),
            **_asked_besides(draw, rows, day),
            "synthetic": pl.repeat(True, rows, dtype=pl.Boolean, eager=True),
            "cancelled": pl.Series(draw.random(rows) < 0.004),
            "set_aside": pl.Series(draw.random(rows) < 0.001),
        }
    )
    schema = KnownSale.create_empty().schema
    return frame.select(pl.col(name).cast(kind) for name, kind in schema.items())


def _vehicles(draw: np.random.Generator, rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Number each sale's vehicle and dealer; a few vehicles are sold once more."""
    at, dealer = np.arange(rows), draw.integers(DEALERS, size=rows)
    again = np.flatnonzero(draw.random(rows) < TWICE)
    at[again] = draw.integers(rows, size=again.size)
    dealer[again[::2]] = dealer[at[again[::2]]]
    return at, dealer


def _asked_besides(
    draw: np.random.Generator, rows: int, day: np.ndarray
) -> dict[str, pl.Series]:
    return {
        "contract_on": pl.Series(day - draw.integers(30, size=rows)),
        "registered_on": pl.Series(day + draw.integers(20, size=rows)),
        "applied_on": _none(draw, pl.Series(day + draw.integers(9, size=rows)), 0.3),
        "buyer_kind": _drawn(draw, rows, ["person"] * 9 + ["company"]),
        "buyer_age": pl.Series(draw.integers(17, 75, size=rows)),
        "vehicle_use": _drawn(draw, rows, ["non_commercial"] * 9 + ["commercial"]),
        "seats": pl.Series(draw.integers(4, 9, size=rows)),
        "emission_stage": pl.Series(draw.integers(5, 7, size=rows)),
        "displacement_ml": pl.Series(draw.integers(1_000, 3_000, size=rows)),
        "tax_authority": _drawn(draw, rows, ["14308020000", "张家界市税务局第一分局"]),
        "plate_region": _none(draw, _drawn(draw, rows, ["湘G", "湘G", "湘A"]), 0.05),
        "old_disposal": _drawn(draw, rows, ["none", "scrapped", "transferred", None]),
        "old_fuel": _drawn(draw, rows, ["petrol", "diesel", "nev", None]),
        "old_registered_on": pl.Series(day - draw.integers(3_000, 6_000, size=rows)),
        "old_disposed_on": pl.Series(day - draw.integers(60, size=rows)),
    }


def _of(words: list[str | None], chosen: np.ndarray) -> pl.Series:
    return pl.Series(words, dtype=pl.String).gather(chosen)


def _drawn(
    draw: np.random.Generator, rows: int, words: list[str | None] | tuple[str, ...]
) -> pl.Series:
    return _of(list(words), draw.integers(len(words), size=rows))


def _numbered(prefix: str, numbers: np.ndarray, width: int) -> pl.Series:
    return prefix + pl.Series(numbers).cast(pl.String).str.zfill(width)


def _hexes(draw: np.random.Generator, rows: int, width: int) -> pl.Series:
    drawn = draw.integers(256, size=(rows, width), dtype=np.uint8)
    texts = pl.Series(drawn.view(f"V{width}").ravel().tolist(), dtype=pl.Binary)
    return texts.bin.encode("hex")


def _none(draw: np.random.Generator, values: pl.Series, share: float) -> pl.Series:
    gone = pl.Series(draw.random(values.len()) < share)
    return values.to_frame("v").select(pl.when(~gone).then("v")).to_series()


def _again(
    draw: np.random.Generator, values: pl.Series, twice: float, none: float
) -> pl.Series:
    """Let some rows repeat another row's value, and some have none."""
    rows = values.len()
    at = np.arange(rows)
    repeats = draw.random(rows) < twice
    at[repeats] = draw.integers(rows, size=int(repeats.sum()))
    return _none(draw, values.gather(at), none)
