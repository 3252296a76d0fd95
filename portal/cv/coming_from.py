"""The offer that somebody makes a CV for: they are led back to it once the CV is ready.

Kept in the session: it is where the person comes from, and nothing that is kept of them.
"""

import time

from django.http import HttpRequest

from search.models import Kind, Opportunity
from search.queries import by_ids
from snippets.numbers import whole_number

PARAMETER = "offre"
_KEY = "cv_offer"
# Longer, and they look at other things.
_KEPT_SECONDS = 7 * 24 * 3600
_ANSWERED_HERE = (Kind.JOB, Kind.VOLUNTEERING)


def remember_offer(request: HttpRequest) -> None:
    """Keep the offer that the address names (`?offre=12`), if it names one."""
    number = whole_number(request.GET.get(PARAMETER, ""))
    if number:
        request.session[_KEY] = [number, int(time.time())]


def offer_of(request: HttpRequest) -> Opportunity | None:
    """The offer, as long as it is online. A query when there is one."""
    number, since = request.session.get(_KEY, (0, 0))
    is_kept = time.time() - since < _KEPT_SECONDS
    found = by_ids([number]).get(number) if is_kept else None
    return found if found and found.kind in _ANSWERED_HERE else None


def forget_offer(request: HttpRequest) -> None:
    """They have applied, or look at something else."""
    request.session.pop(_KEY, None)
