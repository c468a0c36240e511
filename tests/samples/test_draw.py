from collections import Counter

import pytest

from voucher_service.samples.draw import Draw

PINNED = [584, 280, 579, 881, 774]


def test_the_same_seed_draws_the_same_numbers_on_every_python():
    draw = Draw(20221216)
    assert [draw.below(1000) for _ in range(5)] == PINNED
    assert [Draw(20221216).below(1000) for _ in range(3)] == PINNED[:1] * 3


def test_draws_stay_within_their_bounds():
    draw = Draw(1)
    drawn = {draw.between(3, 5) for _ in range(200)}
    assert drawn == {3, 4, 5}


def test_weights_decide_how_often_an_item_is_drawn():
    draw = Draw(2)
    counts = Counter(draw.weighted("abc", (70, 20, 10)) for _ in range(3000))
    assert counts["a"] > 3 * counts["b"] > 3 * counts["c"] > 0


def test_weights_of_nothing_are_refused():
    with pytest.raises(ValueError, match="above zero"):
        Draw(3).weighted("ab", (0, 0))


def test_counts_lie_around_their_mean():
    draw = Draw(4)
    counts = [draw.count(10_600) for _ in range(500)]
    assert 10.0 < sum(counts) / 500 < 11.2
    assert len(set(counts)) > 8
