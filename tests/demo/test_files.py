"""The files of the demo, and its dates."""

from datetime import date

import pytest
from PIL import Image

from demo import dates
from demo.data_files import DATA, read


def test_drawn_files_are_light():
    for record in read("images.json"):
        path = DATA / record["file"]
        assert path.stat().st_size <= 80_000
        with Image.open(path) as image:
            assert image.size == (1600, 900)
    for record in read("logos.json"):
        assert (DATA / record["file"]).stat().st_size <= 8_000


@pytest.mark.parametrize("kind", ["images", "logos"])
def test_no_picture_is_kept_that_the_demo_does_not_load(kind):
    loaded = {DATA / record["file"] for record in read(f"{kind}.json")}
    assert loaded == set((DATA / kind).iterdir())


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
