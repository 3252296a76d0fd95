"""Keeping offers: two hundred at most, each once, whatever is clicked at once."""

from collections.abc import Iterable

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from portal.accounts.capabilities import OWN_SPACE, has_capability
from portal.accounts.models import User
from portal.candidates.errors import CandidateError
from portal.candidates.models import MAX_FAVOURITES, Favourite
from search import queries
from search.models import Opportunity

FULL = (
    f"Vous gardez déjà {MAX_FAVOURITES} offres, c’est le maximum. "
    "Retirez-en de vos favoris, puis recommencez."
)
GONE = "Cette offre n’est plus en ligne\u00a0: elle n’a pas été gardée."


def kept_by(request: HttpRequest) -> frozenset[int]:
    """The ids that the reader of a page keeps; nothing for who has no space of a candidate."""
    user = request.user
    if not isinstance(user, User) or not has_capability(user, OWN_SPACE):
        return frozenset()
    return frozenset(Favourite.objects.owned_by(user).values_list("opportunity_id", flat=True))


@transaction.atomic
def keep(*, user: User, opportunity_id: int) -> Favourite:
    """Keep an offer; kept already, nothing changes.

    Raises CandidateError when it is not online (unless it has just been removed), and when two
    hundred are kept.
    """
    _lock(user)
    favourite = Favourite.objects.filter(user=user, opportunity_id=opportunity_id).first()
    if favourite and favourite.removed_at is None:
        return favourite
    if _room(user) < 1:
        raise CandidateError(FULL)
    if favourite:
        favourite.removed_at, favourite.kept_at = None, timezone.now()
        favourite.save(update_fields=["removed_at", "kept_at"])
        return favourite
    row = queries.by_ids([opportunity_id]).get(opportunity_id)
    if row is None:
        raise CandidateError(GONE)
    favourite = _copy(user, row)
    favourite.save()
    return favourite


@transaction.atomic
def remove(*, user: User, opportunity_id: int) -> Favourite | None:
    """Keep an offer no more; return it, or None when it was not kept. It may come back."""
    _lock(user)
    favourite = Favourite.objects.owned_by(user).filter(opportunity_id=opportunity_id).first()
    if favourite:
        favourite.removed_at = timezone.now()
        favourite.save(update_fields=["removed_at"])
    return favourite


@transaction.atomic
def take_over(*, user: User, opportunity_ids: Iterable[int]) -> int:
    """Keep what a browser kept before its owner signed in; return how many were added.

    Those that are kept already stay as they are; those that have ended, or are beyond the limit,
    are left out. The first of the list was kept last.
    """
    _lock(user)
    wanted = list(dict.fromkeys(opportunity_ids))[:MAX_FAVOURITES]
    known = {
        favourite.opportunity_id: favourite
        for favourite in Favourite.objects.filter(user=user, opportunity_id__in=wanted)
    }
    online = queries.by_ids([identifier for identifier in wanted if identifier not in known])
    room = _room(user)
    added: list[Favourite] = []
    back: list[Favourite] = []
    for identifier in wanted:
        if len(added) + len(back) >= room:
            break
        favourite = known.get(identifier)
        if favourite is not None and favourite.removed_at is not None:
            back.append(favourite)
        elif favourite is None and identifier in online:
            added.append(_copy(user, online[identifier]))
    Favourite.objects.filter(pk__in=[favourite.pk for favourite in back]).update(
        removed_at=None, kept_at=timezone.now()
    )
    # Those of one moment are listed by their number, the last one first.
    Favourite.objects.bulk_create(reversed(added))
    return len(added) + len(back)


def _lock(user: User) -> None:
    """Let one change of a person's favourites at a time through."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _room(user: User) -> int:
    return MAX_FAVOURITES - Favourite.objects.owned_by(user).count()


def _copy(user: User, row: Opportunity) -> Favourite:
    """What stays when the offer goes."""
    return Favourite(
        user=user,
        opportunity_id=row.pk,
        kind=row.kind,
        title=row.title,
        url=row.url,
        organisation_name=row.organisation_name,
        commune_name=row.commune_name,
        occupation_code=row.occupation_code,
        latitude=row.latitude,
        longitude=row.longitude,
        kept_at=timezone.now(),
    )
