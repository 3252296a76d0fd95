"""What tests of sessions share."""

import pytest

from portal.recruitment import hours


@pytest.fixture
def always_day(monkeypatch):
    """Offers leave by day: these tests are run at any hour."""
    monkeypatch.setattr(hours, "NIGHT_STARTS", 24)
    monkeypatch.setattr(hours, "NIGHT_ENDS", 0)
