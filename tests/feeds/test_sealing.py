"""What stands for a person tells nothing of the person."""

import hashlib
import hmac

import polars as pl
import pytest

from voucher_service.feeds.sealing import (
    BuyerSeal,
    masked_ids,
    masked_names,
    masked_phones,
    without_strays,
)

ID = "430800199001010011"


@pytest.mark.parametrize("key", [b"k" * 16, b"k" * 64, b"k" * 65])
def test_a_key_is_the_hmac_of_the_labelled_value(key):
    expected = hmac.new(key, f"voucher-service/id\0{ID}".encode(), hashlib.sha256)

    assert BuyerSeal(key).key_of(ID) == expected.hexdigest()[:32]


def test_kinds_and_homes_never_share_a_key(seal):
    keys = {seal.key_of("1", "id"), seal.key_of("1", "phone")}

    assert len(keys | {BuyerSeal(b"x" * 32).key_of("1")}) == 3


@pytest.mark.parametrize(
    "values", [["a", "b", None, "c"], ["a", "a", None, "a", "b"], [None], []]
)
def test_a_column_is_sealed_as_its_values_are(seal, values):
    keys = seal.keys_of(pl.Series(values, dtype=pl.String), "phone").to_list()

    assert keys == [value and seal.key_of(value, "phone") for value in values]


def test_a_seal_wants_a_key_of_sixteen_bytes():
    with pytest.raises(ValueError, match="16 bytes"):
        BuyerSeal(b"k" * 15)


@pytest.mark.parametrize(
    ("mask", "clear", "masked"),
    [
        (masked_ids, ID, "4308********0011"),
        (masked_ids, "430800900101001", "4308********1001"),
        (masked_ids, "E12345678", "E****"),
        (masked_ids, None, None),
        (masked_phones, "13812345678", "138****5678"),
        (masked_phones, "8222222", "8****"),
        (masked_names, "张合成", "张*"),
        (masked_names, "欧阳", "欧*"),
    ],
)
def test_a_mask_keeps_little(mask, clear, masked):
    frame = pl.DataFrame({"cell": [clear]}, schema={"cell": pl.String})

    assert frame.select(mask(pl.col("cell"))).to_series().to_list() == [masked]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"证{ID}号", "证4308********0011号"),
        (f"{ID},{ID[:-1]}X", "4308********0011,4308********001X"),
        ("电话13812345678", "电话138****5678"),
        ("13812345678,13912345678;13712345678",
         "138****5678,139****5678;137****5678"),
        ("138 1234 5678", "138****5678"),
        ("138-1234-5678", "138****5678"),
        ("１３８１２３４５６７８", "１３８****５６７８"),
        ("23432000000000000001", "23432000000000000001"),
        ("23713812345678000001", "23713812345678000001"),
        ("143002220001", "143002220001"),
        ("00446874", "00446874"),
        ("128000.00", "128000.00"),
        ("0744-8222222", "0744-8222222"),
        ("湘G12345", "湘G*****"),
        (" 湘G·D12345 ", "湘G*****"),
        ("湘Ｇ１２３４５", "湘Ｇ*****"),
        ("新A12345", "新A*****"),
        ("新A4L2023", "新A4L2023"),
        ("全新A6L2023", "全新A6L2023"),
        ("湘G1234", "湘G1234"),
    ],
)  # fmt: skip
def test_strays_are_masked_and_other_numbers_are_not(text, shown):
    frame = pl.DataFrame({"cell": [text]})

    assert frame.select(without_strays(pl.col("cell"))).item() == shown
