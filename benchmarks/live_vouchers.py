"""A home with any number of live vouchers, and a bank's token to redeem them with."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from voucher_service.ledger.codes import OPEN_SIGNS, CodeRule
from voucher_service.model.kinds import Role
from voucher_service.resources import SQL
from voucher_service.store.vouchers import record_vouchers
from voucher_service.usecases.manage_tokens import NewTokenRequest, create_token
from voucher_service.usecases.open_service import Opening, open_service
from voucher_service.usecases.service import Service

BANK = "ccb-zjj"
CAMPAIGN = "zhangjiajie-2022-new-year"
FACE_FEN = 150_000
_LIFE = timedelta(days=300)


@dataclass(frozen=True)
class Live:
    """What there is to redeem: the codes in the order of their numbers, and a token."""

    codes: tuple[str, ...]
    token: str


def live_vouchers(home: Path, count: int) -> Live:
    """Make a home with so many vouchers, all of one face and all to be spent."""
    opening = Opening(home=home, sql=SQL, campaigns=(CAMPAIGN,))
    service = open_service(opening, lambda: datetime.now(UTC))
    try:
        codes = add_vouchers(service, count)
        request = NewTokenRequest(role=Role.BANK, bank=BANK)
        token = create_token(service, request).token
    finally:
        service.close()
    return Live(tuple(codes), token)


def add_vouchers(service: Service, count: int) -> list[str]:
    """Record so many vouchers and give their codes in the order of their numbers."""
    vouchers = _vouchers(service, count)
    service.store.write("issue", lambda writing: record_vouchers(writing, vouchers))
    return vouchers["code"].to_list()


def _vouchers(service: Service, count: int) -> pl.DataFrame:
    rule = CodeRule.of_key(service.store.key)
    expires_at = datetime.now(UTC).replace(tzinfo=None) + _LIFE
    numbers = pl.int_range(count, eager=True).cast(pl.String).str.zfill(16)
    codes = rule.made_of(secrets.token_bytes(count * OPEN_SIGNS))
    return pl.DataFrame({"code": codes}).with_columns(
        voucher_id="vch_" + numbers,
        campaign_id=pl.lit(CAMPAIGN),
        sale_id="sal_" + numbers,
        decision_no=pl.lit(1, pl.Int32),
        vin=pl.lit(None, pl.String),
        terms_version=pl.lit("0" * 64),
        kind=pl.lit("fuel"),
        face_fen=pl.lit(FACE_FEN, pl.Int64),
        pieces_fen=pl.lit(None, pl.List(pl.Int64)),
        payer=pl.lit("dealer"),
        starts_at=pl.lit(None, pl.Datetime("us")),
        expires_at=pl.lit(expires_at, pl.Datetime("us")),
        issuance_id=pl.lit("iss_0000000000000000"),
        actor=pl.lit("benchmark"),
    )
