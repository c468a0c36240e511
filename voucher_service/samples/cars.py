"""Car models on sale in 2022 and roughly what they cost then.

Brands and models are real, so that charts look familiar; the prices are rounded
guesses and belong to no particular offer.
"""

from dataclasses import dataclass

from voucher_service.model.kinds import Energy

ICE, HEV, PHEV, EREV, BEV = (
    Energy.ICE,
    Energy.HEV,
    Energy.PHEV,
    Energy.EREV,
    Energy.BEV,
)


@dataclass(frozen=True, slots=True)
class Car:
    """A model, the range of its price in whole yuan, and how often it is bought."""

    brand: str
    name: str
    energy: Energy
    low_yuan: int
    high_yuan: int
    weight: int


WMI = {
    "比亚迪": "LGX",
    "大众": "LSV",
    "日产": "LGB",
    "丰田": "LVG",
    "本田": "LVH",
    "长安": "LS5",
    "吉利": "LB3",
    "哈弗": "LGW",
    "五菱": "LZW",
    "奇瑞": "LVV",
    "埃安": "LMW",
    "别克": "LSG",
    "奥迪": "LFV",
    "宝马": "LBV",
    "奔驰": "LE4",
    "问界": "LM8",
    "朋克": "L6T",
}

_TABLE: dict[str, tuple[tuple[str, Energy, int, int, int], ...]] = {
    "比亚迪": (
        ("秦PLUS DM-i", PHEV, 111_800, 145_800, 5),
        ("宋PLUS DM-i", PHEV, 152_800, 198_800, 5),
        ("海豚", BEV, 102_800, 130_800, 3),
        ("元PLUS", BEV, 137_800, 165_800, 4),
        ("汉EV", BEV, 214_800, 279_800, 2),
        ("唐DM-i", PHEV, 205_800, 219_800, 1),
    ),
    "大众": (
        ("朗逸", ICE, 89_900, 129_900, 6),
        ("速腾", ICE, 112_900, 152_900, 5),
        ("迈腾", ICE, 168_900, 229_900, 3),
        ("途观L", ICE, 186_800, 246_800, 3),
        ("探岳", ICE, 165_900, 236_900, 2),
        ("ID.4 X", BEV, 189_900, 249_900, 1),
    ),
    "日产": (
        ("轩逸", ICE, 88_000, 128_900, 7),
        ("天籁", ICE, 152_800, 208_800, 2),
        ("奇骏", ICE, 168_800, 232_800, 2),
        ("逍客", ICE, 112_900, 156_900, 2),
    ),
    "丰田": (
        ("卡罗拉", ICE, 99_800, 139_800, 5),
        ("卡罗拉双擎", HEV, 124_800, 159_800, 2),
        ("凯美瑞", ICE, 179_800, 229_800, 4),
        ("RAV4荣放", ICE, 172_800, 236_800, 3),
        ("汉兰达双擎", HEV, 268_800, 342_800, 2),
    ),
    "本田": (
        ("思域", ICE, 119_900, 162_900, 4),
        ("CR-V", ICE, 169_800, 246_800, 4),
        ("XR-V", ICE, 112_900, 149_900, 3),
        ("英仕派", ICE, 169_800, 219_800, 1),
    ),
    "长安": (
        ("CS75 PLUS", ICE, 109_900, 149_900, 5),
        ("逸动PLUS", ICE, 69_900, 99_900, 4),
        ("UNI-T", ICE, 109_900, 139_900, 2),
        ("奔奔E-Star", BEV, 39_800, 74_800, 2),
    ),
    "吉利": (
        ("帝豪", ICE, 64_900, 92_900, 4),
        ("星越L", ICE, 132_200, 179_200, 4),
        ("缤越", ICE, 74_800, 109_800, 2),
        ("帝豪L雷神 Hi·P", PHEV, 129_800, 149_800, 1),
    ),
    "哈弗": (
        ("H6", ICE, 98_900, 149_900, 5),
        ("大狗", ICE, 119_900, 159_900, 2),
        ("M6 PLUS", ICE, 69_800, 89_800, 2),
    ),
    "五菱": (
        ("宏光MINIEV", BEV, 28_800, 44_800, 4),
        ("宏光S", ICE, 42_800, 59_800, 3),
        ("五菱之光", ICE, 27_800, 39_800, 2),
        ("星辰", ICE, 69_800, 99_800, 2),
    ),
    "奇瑞": (
        ("瑞虎8", ICE, 88_800, 139_900, 4),
        ("瑞虎7", ICE, 78_900, 109_900, 2),
        ("艾瑞泽5", ICE, 56_900, 79_900, 2),
        ("QQ冰淇淋", BEV, 28_900, 43_900, 1),
        ("小蚂蚁", BEV, 69_900, 89_900, 1),
    ),
    "埃安": (
        ("AION S", BEV, 139_600, 182_600, 4),
        ("AION Y", BEV, 119_600, 159_600, 4),
        ("AION V", BEV, 169_900, 209_900, 1),
    ),
    "别克": (
        ("英朗", ICE, 82_900, 119_900, 5),
        ("君威", ICE, 146_800, 198_800, 2),
        ("昂科威S", ICE, 189_900, 249_900, 2),
        ("GL8", ICE, 232_900, 349_900, 1),
    ),
    "奥迪": (
        ("A3L", ICE, 162_800, 209_800, 2),
        ("A4L", ICE, 236_800, 312_800, 4),
        ("A6L", ICE, 338_800, 459_800, 2),
        ("Q5L", ICE, 312_800, 389_800, 3),
    ),
    "宝马": (
        ("3系", ICE, 256_900, 339_900, 4),
        ("5系", ICE, 379_900, 489_900, 2),
        ("X3", ICE, 356_900, 429_900, 2),
        ("iX3", BEV, 339_900, 389_900, 1),
    ),
    "奔驰": (
        ("C级", ICE, 298_800, 359_800, 4),
        ("E级", ICE, 419_800, 539_800, 2),
        ("GLC", ICE, 379_800, 479_800, 2),
        ("GLE", ICE, 589_800, 598_800, 1),
    ),
    "问界": (
        ("M5 增程", EREV, 249_800, 309_800, 3),
        ("M7", EREV, 319_800, 369_800, 2),
        ("M5 EV", BEV, 288_600, 319_800, 1),
    ),
    "朋克": (("朋克多多", BEV, 25_800, 39_800, 1),),
}

CARS: dict[str, tuple[Car, ...]] = {
    brand: tuple(Car(brand, *row) for row in rows) for brand, rows in _TABLE.items()
}
"""The models of each brand."""
