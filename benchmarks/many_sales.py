"""Made-up feeds of any length: valid numbers throughout, the same bytes each time."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import xlsxwriter

from voucher_service.samples.check_digits import NEVER_ISSUED_AREA, credit_code

_SLICE = 250_000
_DEALERS = 200
_FIRST_DAY = np.datetime64("2022-01-01")
_DAYS = 700
_YUAN = (60_000, 400_000)
_VIN_MAKERS = ("LSV", "LFV", "LGX", "LB3", "LVS", "LRW")
_VIN_CHARS = np.frombuffer(b"0123456789ABCDEFGHJKLMNPRSTUVWXYZ", np.uint8)
_VIN_WEIGHTS = np.array([8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2])
_ID_WEIGHTS = np.array([pow(2, 17 - place, 11) for place in range(17)])
_LETTERS = dict(
    zip(
        "ABCDEFGHJKLMNPRSTUVWXYZ",
        [*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)],
        strict=True,
    )
)
_CARS = (
    ("大众", "SVW71412AY", "汽油"),
    ("丰田", "卡罗拉锐放", "油电混动"),
    ("比亚迪", "元PLUS", "纯电动"),
    ("比亚迪", "秦PLUS DM-i", "插电混动"),
    ("吉利", "星瑞 2.0TD", "汽油"),
    ("理想", "L7 Pro", "增程式"),
)
_SURNAMES = tuple("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗")
_GIVEN = tuple("伟芳娜敏静丽强磊军洋勇艳杰涛明超霞平刚桂英华玉兰")
_DISTRICTS = ("永定区", "武陵源区", "慈利县", "桑植县")


def write_register(path: Path) -> None:
    """Write the dealer register that the feeds' dealers stand in."""
    codes, names = _dealers()
    numbers = [f"D{number:03}" for number in range(_DEALERS)]
    pl.DataFrame(
        {
            "经销商编号": numbers,
            "经销商名称": names,
            "统一社会信用代码": codes,
            "数据性质": "合成",
        }
    ).write_csv(path)


def write_feed(path: Path, rows: int, encoding: str = "utf-8") -> None:
    """Write a CSV feed of sales, about 240 bytes a row in UTF-8, 20 columns."""
    with path.open("wb") as file:
        for number, frame in enumerate(slices(rows)):
            text = frame.write_csv(include_header=number == 0)
            file.write(text.encode(encoding))


def write_workbook(path: Path, rows: int) -> None:
    """Write the sales as an XLSX, amounts as numbers and the rest as text."""
    amounts = ("裸车价", "价税合计", "不含税价", "税额")
    frame = pl.concat(slices(rows))
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("销售台账")
        sheet.write_row(0, 0, frame.columns)
        typed = frame.with_columns(pl.col(amounts).cast(pl.Float64))
        for number, row in enumerate(typed.iter_rows(), start=1):
            sheet.write_row(number, 0, row)


def slices(rows: int) -> Iterator[pl.DataFrame]:
    """Give the sales a slice at a time; the first rows are the same for any length."""
    for first in range(0, rows, _SLICE):
        count = min(_SLICE, rows - first)
        yield _sales(np.arange(first, first + _SLICE))[:count]


def _sales(at: np.ndarray) -> pl.DataFrame:
    draw = np.random.default_rng(int(at[0]))
    codes, names = _dealers()
    dealer = draw.integers(_DEALERS, size=at.size)
    car = draw.integers(len(_CARS), size=at.size)
    total = draw.integers(*_YUAN, size=at.size) * 100
    net = np.rint(total / 1.13).astype(np.int64)
    bare = pl.Series(total // 100, dtype=pl.Int64).cast(pl.String) + ".00"
    day = _FIRST_DAY + draw.integers(_DAYS, size=at.size)
    brands, models, energies = (
        _words(words, car) for words in zip(*_CARS, strict=True)
    )
    return pl.DataFrame(
        {
            "订单编号": _numbered("SO2022", at, 8),
            "经销商名称": _words(names, dealer),
            "统一社会信用代码": _words(codes, dealer),
            "购车人": _names(draw, at.size),
            "身份证号": _resident_ids(draw, at.size),
            "手机号": _phones(draw, at.size),
            "车架号": _vins(at),
            "品牌": brands,
            "车型": models,
            "能源类型": energies,
            "新旧": "新车",
            "裸车价": bare,
            "价税合计": _yuan(total),
            "不含税价": _yuan(net),
            "税额": _yuan(total - net),
            "发票代码": "143002220660",
            "发票号码": _numbered("", 10_000_000 + at, 8),
            "开票日期": pl.Series(day).cast(pl.Date).cast(pl.String),
            "区县": _words(_DISTRICTS, draw.integers(len(_DISTRICTS), size=at.size)),
            "数据性质": "合成",
        }
    )


def _dealers() -> tuple[list[str], list[str]]:
    numbers = range(_DEALERS)
    codes = [credit_code("430802", f"MA{number:06}") for number in numbers]
    names = [f"测试第{number:03}号汽车销售有限公司" for number in numbers]
    return codes, names


def _words(words: tuple[str, ...] | list[str], chosen: np.ndarray) -> pl.Series:
    return pl.Series(words).gather(chosen)


def _numbered(prefix: str, numbers: np.ndarray, width: int) -> pl.Series:
    return prefix + pl.Series(numbers).cast(pl.String).str.zfill(width)


def _yuan(fen: np.ndarray) -> pl.Series:
    whole, part = pl.Series(fen // 100), pl.Series(fen % 100)
    return whole.cast(pl.String) + "." + part.cast(pl.String).str.zfill(2)


def _names(draw: np.random.Generator, count: int) -> pl.Series:
    first, second, third = (
        _words(words, draw.integers(len(words), size=count))
        for words in (_SURNAMES, _GIVEN, _GIVEN)
    )
    return first + second + third


def _phones(draw: np.random.Generator, count: int) -> pl.Series:
    heads = _words(("138", "139", "150", "186", "199"), draw.integers(5, size=count))
    return heads + _numbered("", draw.integers(10**8, size=count), 8)


def _resident_ids(draw: np.random.Generator, count: int) -> pl.Series:
    born = np.datetime64("1955-01-01") + draw.integers(18_000, size=count)
    bodies = (
        NEVER_ISSUED_AREA
        + pl.Series(born).cast(pl.Date).dt.to_string("%Y%m%d")
        + _numbered("", draw.integers(1000, size=count), 3)
    )
    digits = _characters(bodies, 17) - ord("0")
    return bodies + _words(tuple("10X98765432"), digits @ _ID_WEIGHTS % 11)


def _vins(at: np.ndarray) -> pl.Series:
    makers = _words(_VIN_MAKERS, at % len(_VIN_MAKERS))
    kinds = _words(_pairs(), at // 1_000_000)
    bodies = makers + "SYN" + kinds + "0" + "NA" + _numbered("", at % 1_000_000, 6)
    letters = _characters(bodies, 17).copy()
    values = np.zeros(256, np.int64)
    for char in _VIN_CHARS:
        values[char] = _LETTERS.get(chr(char), char - ord("0"))
    checks = np.frombuffer(b"0123456789X", np.uint8)
    letters[:, 8] = checks[values[letters] @ _VIN_WEIGHTS % 11]
    vins = letters.view("S17").ravel()
    return pl.Series(vins.tolist(), dtype=pl.Binary).cast(pl.String)


def _pairs() -> list[str]:
    letters = "ABCDEFGHJK"
    return [first + second for first in letters for second in letters]


def _characters(texts: pl.Series, width: int) -> np.ndarray:
    joined = texts.str.join("").item().encode()
    return np.frombuffer(joined, np.uint8).reshape(-1, width)
