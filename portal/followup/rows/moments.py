"""Moments that rows are compared with: when the transaction began, when a day ends."""

from datetime import date, datetime, time, timedelta

from django.db import connection
from django.utils import timezone


def this_moment() -> datetime:
    """`now()` of the database.

    What begins at this moment is open to the locks at once, what ends is closed at once: the clock
    of the program is later, by as long as the transaction has lasted.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def end_of(day: date) -> datetime:
    """The first moment that is not of the day any more, in the site's time zone."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
