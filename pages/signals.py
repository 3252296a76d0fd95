"""What becomes of an opportunity, for the apps above.

Each signal is sent in the transaction of the act, once, with `page`, the specific page as it is
afterwards: what a receiver writes is kept or lost with the act, and a receiver that fails undoes
it. `sender` is the class of the page. `pages.moderation.lifecycle` sends them.
"""

from django.db import models
from django.dispatch import Signal


class Departure(models.TextChoices):
    """Why an opportunity is no longer on the site, when nobody said that it is filled."""

    WITHDRAWN = "withdrawn", "retirée"
    EXPIRED = "expired", "arrivée à sa fin"
    UNPUBLISHED = "unpublished", "dépubliée"
    DELETED = "deleted", "supprimée"


# It is online with this text, from now on or with another text than before: approved, on schedule,
# after an undone withdrawal. `former` has the fields of the page as it was online until then, and
# is None when it was not: how a receiver sees that a session has another date, place, status or
# number of places.
opportunity_published = Signal()

# Somebody was found. `user` said so; None is a link in a mail.
opportunity_filled = Signal()

# It was online once, had left, and is back; sent right after `opportunity_published`. `was` says
# how it had left ("filled", or a `Departure`), `undone` whether its withdrawal was undone within
# minutes, rather than its text approved again.
opportunity_reopened = Signal()

# It has left the site otherwise than filled; `reason` is a `Departure`. A page that is deleted is
# announced online or not, before its row goes: what points to it still does.
opportunity_taken_down = Signal()
