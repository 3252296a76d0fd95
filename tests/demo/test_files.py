"""The files of the demo, and its dates."""

from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from demo import dates
from demo.data_files import DATA, read
from demo.drawing.__main__ import SCENES
from demo.drawing.logos import LOGOS


def test_drawn_files_are_light():
    for record in read("images.json"):
        path = DATA / record["file"]
        assert path.stat().st_size <= 80_000
        with Image.open(path) as image:
            assert image.size == (1600, 900)
    for record in read("logos.json"):
        assert (DATA / record["file"]).stat().st_size <= 8_000


def test_the_files_are_those_that_the_script_draws():
    assert {Path(record["file"]).stem for record in read("images.json")} == set(SCENES)
    assert {Path(record["file"]).stem for record in read("logos.json")} == set(LOGOS)
    assert SCENES["hands"]().image.tobytes() == SCENES["hands"]().image.tobytes()


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 28), date(2026, 11, 30)),  # a Saturday
        (date(2026, 12, 25), date(2026, 12, 28)),  # Christmas, then a weekend
        (date(2027, 3, 29), date(2027, 3, 30)),  # Easter Monday
        (date(2027, 5, 6), date(2027, 5, 7)),  # Ascension
        (date(2027, 5, 17), date(2027, 5, 18)),  # Whit Monday
        (date(2026, 11, 25), date(2026, 11, 25)),
    ],
)
def test_sessions_avoid_weekends_and_public_holidays(day, expected):
    assert dates.next_day(day, dates.WORKING_DAYS) == expected
