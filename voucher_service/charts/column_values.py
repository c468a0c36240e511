"""What the codes in the columns of the charts' frames stand for, in words."""

from voucher_service.model.comparison_reports import VIEW_TEXT
from voucher_service.model.day_kinds import DAY_KIND_TEXT
from voucher_service.model.kinds import ENERGY_TEXT
from voucher_service.model.text import Text

_UNKNOWN = {"unknown": Text(zh="未注明", en="not stated")}
_WEEKDAYS = (
    ("一", "Monday"),
    ("二", "Tuesday"),
    ("三", "Wednesday"),
    ("四", "Thursday"),
    ("五", "Friday"),
    ("六", "Saturday"),
    ("日", "Sunday"),
)
_VALUES: dict[str, dict[str, Text]] = {
    "energy": {kind.value: text for kind, text in ENERGY_TEXT.items()} | _UNKNOWN,
    "brand": _UNKNOWN,
    "district": _UNKNOWN,
    "view": {view.value: text for view, text in VIEW_TEXT.items()},
    "day_kind": {kind.value: text for kind, text in DAY_KIND_TEXT.items()},
    "weekday": {
        str(place): Text(zh=f"周{zh}", en=en)
        for place, (zh, en) in enumerate(_WEEKDAYS, start=1)
    },
    "stage": {
        "eligible": Text(zh="符合条件", en="eligible"),
        "issued": Text(zh="已发放", en="issued"),
        "in_part": Text(zh="已核销（含部分）", en="redeemed, part or whole"),
        "in_full": Text(zh="其中全额核销", en="of these whole"),
        "voided": Text(zh="已发放中作废", en="void, of those issued"),
    },
    "state": {
        "budget": Text(zh="预算", en="budget"),
        "available": Text(zh="可用", en="available"),
        "held": Text(zh="待发", en="held: earned, not issued"),
        "committed": Text(zh="已发未用", en="committed: issued, not spent"),
        "payable": Text(zh="应付（已核销）", en="payable: redeemed"),
        "recoverable": Text(zh="其中应追回", en="of this recoverable"),
        "unfunded": Text(zh="超出预算", en="unfunded: beyond the budget"),
    },
}


def values_of(*columns: str) -> dict[str, dict[str, Text]]:
    """Give the words of the codes in those of the named columns that hold any."""
    return {name: _VALUES[name] for name in columns if name in _VALUES}
