"""Who reads that a browser test failed, perhaps on another machine, sees what was on screen."""

import pytest

from tests.e2e import browser as tools

pytestmark = pytest.mark.e2e


def journey_that_fails(chromium):
    with (
        tools.context(chromium, tools.DESKTOP) as desk,
        tools.context(chromium, tools.PHONE) as phone,
    ):
        for visitor in (desk, phone, phone):
            visitor.new_page().set_content("<h1>Ici</h1>")
        return 1 / 0


def test_a_journey_that_fails_leaves_a_picture_of_each_page(chromium, monkeypatch, tmp_path):
    monkeypatch.setattr(tools, "SCREENSHOTS", tmp_path)
    with pytest.raises(ZeroDivisionError):
        journey_that_fails(chromium)
    pictures = list(tmp_path.iterdir())
    assert len(pictures) == 3
    start = "test_a_journey_that_fails_leaves_a_picture_of_each_page-failed-"
    assert all(picture.name.startswith(start) for picture in pictures)


def test_a_journey_that_ends_well_costs_no_picture(chromium, monkeypatch, tmp_path, screenshot):
    monkeypatch.setattr(tools, "SCREENSHOTS", tmp_path / "none")
    monkeypatch.setattr(tools, "TAKES_SCREENSHOTS", False)
    with tools.context(chromium, tools.PHONE) as phone:
        screenshot(phone.new_page(), "kept")
    assert not (tmp_path / "none").exists()
