"""What kind of day a business day is: worked, free, a holiday, or made up for."""

from enum import StrEnum

from voucher_service.model.text import Text


class DayKind(StrEnum):
    """How a day stands in the official calendar."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"


DAY_KIND_TEXT = {
    DayKind.WORKING: Text(zh="工作日", en="working day"),
    DayKind.WEEKEND: Text(zh="周末", en="weekend"),
    DayKind.HOLIDAY: Text(zh="法定节假日", en="official holiday"),
    DayKind.MAKE_UP: Text(zh="调休上班", en="make-up working day"),
}
