"""What every test of campaigns has."""

import pytest

from portal.mailing import telling


@pytest.fixture(autouse=True)
def screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for the campaign's screen, until it is there."""
    monkeypatch.setattr(telling, "absolute_url", lambda *_: "http://localhost:8000/campagne/")
