"""Which whole pieces make up an amount."""

from collections.abc import Sequence


def pieces_for(amount_fen: int, left: Sequence[int]) -> tuple[int, ...] | None:
    """Choose pieces that add up to an amount; None where no choice does.

    Of several choices the one with the largest pieces is taken, so that the same state
    and amount always give the same pieces.
    """
    made: dict[int, tuple[int, ...]] = {0: ()}
    for piece in sorted(left, reverse=True):
        for total, pieces in list(made.items()):
            reached = total + piece
            if reached <= amount_fen and reached not in made:
                made[reached] = (*pieces, piece)
    return made.get(amount_fen)
