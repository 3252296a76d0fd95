"""The moment that the locks of the database compare with: when the transaction began."""

from datetime import datetime

from django.db import connection


def this_moment() -> datetime:
    """`now()` of the database.

    What begins at this moment is open to the locks at once, what ends is closed at once: the clock
    of the program is later, by as long as the transaction has lasted.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        moment: datetime = cursor.fetchone()[0]
    return moment
