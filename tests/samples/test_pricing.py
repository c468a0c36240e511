import pytest
from hypothesis import given
from hypothesis import strategies as st

from voucher_service.samples.cars import CARS
from voucher_service.samples.draw import Draw
from voucher_service.samples.pricing import (
    COARSE,
    EXACT,
    FINE,
    FLOOR_FEN,
    calibrate,
    draw_price,
    draw_price_from_floor,
)

PRICES = st.lists(
    st.tuples(
        st.integers(60_000, 500_000).map(lambda yuan: yuan * 100),
        st.sampled_from([COARSE, FINE, EXACT, 0]),
    ),
    min_size=5,
    max_size=60,
)


@given(priced=PRICES, percent=st.integers(90, 110))
def test_prices_come_to_the_target_to_the_fen(priced, percent):
    prices = [20_000_000, *(price for price, _ in priced)]
    steps = [EXACT, *(step for _, step in priced)]
    target = sum(prices) * percent // 100
    still = sum(price for price, step in zip(prices, steps, strict=True) if not step)
    if abs(sum(prices) - target) * 10 > sum(prices) - still:
        target = sum(prices) + 12_345
    moved = calibrate(prices, steps, target)
    assert sum(moved) == target
    for was, now, step in zip(prices, moved, steps, strict=True):
        assert now >= FLOOR_FEN
        assert now == was if step == 0 else now % step == 0


def test_without_a_price_exact_to_a_fen_the_target_is_refused():
    with pytest.raises(ValueError, match="exact to a fen"):
        calibrate([10_000_000], [COARSE], 10_000_001)


@pytest.mark.parametrize(("target", "reached"), [(3_000_000, True), (2_999_999, False)])
def test_no_price_is_pushed_below_the_floor(target, reached):
    if reached:
        assert calibrate([4_000_000], [EXACT], target) == (target,)
    else:
        with pytest.raises(ValueError, match="floor"):
            calibrate([4_000_000], [EXACT], target)


def test_every_model_is_priced_within_its_range_and_from_the_floor_on_request():
    draw = Draw(5)
    for car in [car for cars in CARS.values() for car in cars]:
        for _ in range(50):
            assert car.low_yuan * 100 <= draw_price(draw, car) <= car.high_yuan * 100
            assert draw_price_from_floor(draw, car) >= FLOOR_FEN


def test_some_models_are_cheaper_than_the_floor_and_none_beyond_600_000():
    cars = [car for models in CARS.values() for car in models]
    assert sum(car.low_yuan < 30_000 for car in cars) >= 3
    assert min(car.low_yuan for car in cars) >= 25_000
    assert max(car.high_yuan for car in cars) <= 600_000
