"""Terms say in which pieces a voucher is spent, or that any part of it may be."""

import pytest

from tests.campaign_texts import campaign, entry
from voucher_service.campaigns.benefits import Voucher
from voucher_service.campaigns.catalogue import parse_campaign

HALVES = {"face_yuan": 1500, "piece_yuan": 500}
NAMED = {"face_yuan": 1500, "pieces_yuan": [1000, 500]}
WHOLE = {"face_yuan": 1500}


@pytest.mark.parametrize(
    ("kind", "said", "pieces"),
    [
        ("fuel", WHOLE, None),
        ("fuel", {**WHOLE, "partial_use": True}, None),
        ("fuel", {**WHOLE, "partial_use": False}, (150_000,)),
        ("fuel", HALVES, (50_000, 50_000, 50_000)),
        ("fuel", {**HALVES, "partial_use": True}, None),
        ("fuel", NAMED, (100_000, 50_000)),
        ("general", WHOLE, (150_000,)),
        ("general", {**WHOLE, "partial_use": True}, None),
        ("general", HALVES, (50_000, 50_000, 50_000)),
        ("shopping", NAMED, (100_000, 50_000)),
        ("cash", WHOLE, (150_000,)),
    ],
)
def test_a_voucher_is_spent_by_piece_unless_it_is_spent_in_parts(kind, said, pieces):
    voucher = Voucher(kind=kind, **said)
    assert voucher.pieces_fen(kind, 150_000) == pieces
    assert voucher.spent_in_parts == (pieces is None)


@pytest.mark.parametrize(
    ("said", "amount", "pieces"),
    [
        (HALVES, 120_000, (50_000, 50_000, 20_000)),
        (HALVES, 20_000, (20_000,)),
        (NAMED, 150_001, (150_001,)),
        (NAMED, 149_999, (149_999,)),
    ],
)
def test_pieces_always_add_up_to_what_a_sale_earns(said, amount, pieces):
    assert Voucher(kind="general", **said).pieces_fen("general", amount) == pieces
    assert sum(pieces) == amount


def test_a_voucher_of_another_kind_for_new_energy_cars_goes_by_its_own_kind():
    voucher = Voucher(kind="fuel", nev_kind="shopping", face_yuan=1500)
    assert voucher.pieces_fen("fuel", 150_000) is None
    assert voucher.pieces_fen("shopping", 150_000) == (150_000,)


def version(voucher: str) -> str:
    document = campaign(entry()).replace("{kind: fuel, face_yuan: 1500}", voucher)
    return parse_campaign(document, "test.yaml").terms[0].version


def test_terms_that_do_not_say_it_keep_their_version_and_those_that_do_differ():
    unsaid = version("{kind: fuel, face_yuan: 1500}")
    said = {
        version(f"{{kind: fuel, face_yuan: 1500, partial_use: {value}}}")
        for value in ("true", "false")
    }
    assert version("{kind: fuel, face_yuan: 1500, partial_use: null}") == unsaid
    assert len(said | {unsaid}) == 3
