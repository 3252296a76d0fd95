import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.pin.geo import distance_km, format_pin, is_in_france, parse_pin

BELFORT = (47.6386, 6.8631)


@given(
    st.floats(min_value=-90, max_value=90),
    st.floats(min_value=-180, max_value=180),
)
def test_pin_written_is_read_back(latitude: float, longitude: float) -> None:
    pin = parse_pin(format_pin(latitude, longitude))
    assert pin == pytest.approx((latitude, longitude), abs=1e-6)


@given(st.text(max_size=80))
def test_pin_of_any_text_is_a_position_or_nothing(text: str) -> None:
    pin = parse_pin(text)
    assert pin is None or (-90 <= pin[0] <= 90 and -180 <= pin[1] <= 180)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "47.6,6.8",
        "SRID=4326;POINT(6.8)",
        "SRID=2154;POINT(6.8 47.6)",
        "SRID=4326;POINT(6.8 91)",
        "SRID=4326;POINT(181 47.6)",
        "SRID=4326;POINT(nan nan)",
        "SRID=4326;POINT(1e400 2)",
        f"SRID=4326;POINT({'9' * 400} 2)",
        "SRID=4326;POINT(6.8 47.6); DROP TABLE",
    ],
)
def test_pin_that_makes_no_sense_is_nothing(text: str) -> None:
    assert parse_pin(text) is None


@pytest.mark.parametrize(
    ("point", "expected"),
    [
        (BELFORT, True),
        ((42.7, 9.45), True),
        ((16.24, -61.53), True),  # Pointe-à-Pitre
        ((14.61, -61.07), True),  # Fort-de-France
        ((4.94, -52.33), True),  # Cayenne
        ((-20.88, 55.45), True),  # Saint-Denis
        ((-12.78, 45.23), True),  # Mamoudzou
        ((-20.16, 57.5), False),  # Mauritius
        ((52.5, 13.4), False),
        ((0.0, 0.0), False),
    ],
)
def test_point_in_france(point: tuple[float, float], expected: bool) -> None:
    assert is_in_france(*point) is expected


def test_distance_between_belfort_and_montbeliard() -> None:
    assert distance_km(BELFORT, (47.5096, 6.7989)) == pytest.approx(15.1, abs=0.3)


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180))
def test_distance_is_symmetric_and_bounded(a: float, b: float, c: float, d: float) -> None:
    there, back = distance_km((a, b), (c, d)), distance_km((c, d), (a, b))
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= 20_016
