"""A list is given page by page, none of them longer than the longest."""

from voucher_service.model.errors import BadParameter
from voucher_service.model.text import Text

LONGEST_PAGE = 500


def check_limit(limit: int) -> None:
    """Raise BadParameter for a page's length that cannot be."""
    if not 1 <= limit <= LONGEST_PAGE:
        raise BadParameter(
            Text(
                zh=f"limit 应在 1 到 {LONGEST_PAGE} 之间",
                en=f"limit lies between 1 and {LONGEST_PAGE}",
            )
        )
