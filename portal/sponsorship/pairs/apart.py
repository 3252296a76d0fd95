"""Two who may not meet any more, although they were paired: why is said to nobody.

Who pairs knows the reasons and gives them here (`register`), all in one set, so that none is told
from another. Asked at each reading; the job of the morning suspends what it finds.
"""

from collections.abc import Callable, Collection, Iterable

from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.requests.models import SponsorshipRequest
from portal.sponsorship.sponsors.models import Sponsor

# The (request, sponsor) that never meet, among these.
Forbidden = Callable[
    [Collection[SponsorshipRequest], Collection[Sponsor]], frozenset[tuple[int, int]]
]
_finders: list[Forbidden] = []


def register(find: Forbidden) -> None:
    """Add reasons; the same twice is once."""
    if find not in _finders:
        _finders.append(find)


def kept_apart(pairs: Iterable[Sponsorship]) -> set[int]:
    """The keys of those that nothing may be shown in; requests and accounts are loaded."""
    rows = [pair for pair in pairs if pair.participant.user_id is not None]
    requests = {pair.request_id: pair.request for pair in rows}
    sponsors = {pair.sponsor_id: pair.sponsor for pair in rows}
    if not rows:
        return set()
    found = {
        pair for find in _finders for pair in find(list(requests.values()), list(sponsors.values()))
    }
    return {pair.pk for pair in rows if (pair.request_id, pair.sponsor_id) in found}


def is_kept_apart(pair: Sponsorship) -> bool:
    """The same for one."""
    return bool(kept_apart([pair]))
