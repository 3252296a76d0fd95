"""What tests of candidates begin with."""

from datetime import timedelta

from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.accounts.models import User
from portal.candidates.models import Frequency, SavedSearch
from portal.candidates.searches import search_of
from portal.candidates.services.alerts import save_search
from tests.portal.accounts.people import person_with


def candidate(**fields) -> User:
    """Somebody who registered."""
    return person_with(LevelName.CANDIDATE, **fields)


def make_alert(user: User, query: str = "q=soudeur", frequency: str = Frequency.DAILY, **fields):
    """A running alert of a person's address; `fields` are written over what saving gave."""
    alert = save_search(user=user, search=search_of(query), frequency=Frequency(frequency))
    if fields:
        SavedSearch.objects.filter(pk=alert.pk).update(**fields)
        alert.refresh_from_db()
    return alert


def started(days: int) -> dict:
    """The fields of an alert that was started, and looked at last, some days ago."""
    then = timezone.now() - timedelta(days=days)
    return {"since": then, "watermark": then}
