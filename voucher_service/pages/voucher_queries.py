"""What the voucher page's address asks for; blank fields count as absent."""

from dataclasses import dataclass

from voucher_service.model.errors import BadParameter
from voucher_service.model.text import Text
from voucher_service.model.vouchers import VoucherStatus
from voucher_service.usecases.show_vouchers import VouchersQuery

A_PAGE = 20
LONGEST_NAME = 64


@dataclass(frozen=True)
class Wanted:
    """Which vouchers the page shows: a name, or a place in the list."""

    named: str | None
    query: VouchersQuery

    @property
    def narrowed(self) -> bool:
        """Tell whether anything in particular was asked for."""
        return bool(self.named or self.query.campaign or self.query.status)

    @property
    def looks_around(self) -> bool:
        """Tell whether the page begins with an overview: nothing is looked for yet."""
        return not (self.named or self.query.status or self.query.cursor)

    @property
    def parameters(self) -> dict[str, str | None]:
        """Give the fields as the parameters that ask for them again."""
        status = self.query.status
        return {
            "q": self.named,
            "campaign": self.query.campaign,
            "status": status.value if status else None,
        }


def read_wanted(
    q: str | None = None,
    campaign: str | None = None,
    status: str | None = None,
    cursor: str | None = None,
) -> Wanted:
    """Read the fields; BadParameter names the one that cannot be used."""
    if status and status not in set(VoucherStatus):
        choices = tuple(each.value for each in VoucherStatus)
        raise BadParameter(
            Text(zh=f"status 不能是“{status}”", en=f"status cannot be {status!r}"),
            remedy=Text(
                zh="可用：" + "、".join(choices), en="use one of " + ", ".join(choices)
            ),
            choices=choices,
        )
    query = VouchersQuery(
        campaign=campaign or None,
        status=VoucherStatus(status) if status else None,
        cursor=cursor or None,
        limit=A_PAGE,
    )
    return Wanted((q or "").strip()[:LONGEST_NAME] or None, query)
