"""The coordinator's list of sponsors: late first, then as they came."""

from datetime import datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from portal.accounts.capabilities import COORDINATE_SPONSORS, has_capability
from portal.accounts.models import LevelGrant
from portal.sponsorship.clock import overdue_before
from portal.sponsorship.rules import SPONSOR
from portal.sponsorship.sponsors.charter import CHARTER
from portal.sponsorship.sponsors.models import CharterSignature, Sponsor
from portal.sponsorship.sponsors.states import State
from snippets.folding import fold_name

# Whoever waits for the coordinator comes first.
_ORDER = {state: rank for rank, state in enumerate(State)}


def listed(user: Any, now: datetime) -> "QuerySet[Sponsor]":
    """Every sponsor, with `is_late` and `signed`: nobody was called in the days promised."""
    late = Q(state=State.APPLIED, applied_at__lt=overdue_before(now))
    signed = CharterSignature.objects.filter(sponsor=OuterRef("pk"), version=CHARTER.version)
    whens = [When(state=state, then=Value(rank)) for state, rank in _ORDER.items()]
    return (
        Sponsor.objects.visible_to(user)
        .annotate(
            is_late=ExpressionWrapper(late, output_field=BooleanField()),
            signed=Exists(signed),
            turn=Case(*whens, default=Value(len(_ORDER))),
        )
        .select_related("user", "commune")
        .order_by("-is_late", "turn", "applied_at", "pk")
    )


def filtered(
    rows: "QuerySet[Sponsor]", *, state: str = "", domain: str = "", text: str = ""
) -> "QuerySet[Sponsor]":
    """Those in a state, who know a domain, of a name or a commune."""
    if state:
        rows = rows.filter(state=state)
    if domain:
        rows = rows.filter(domains__contains=[domain])
    for word in fold_name(text).split():
        named = Q(user__folded_name__contains=word)
        rows = rows.filter(named | Q(commune__folded_name__startswith=word))
    return rows


def without_application(user: Any) -> "QuerySet[LevelGrant]":
    """The levels of sponsors that were given elsewhere: no application was answered for them.

    They are proposed to nobody (`pairable`), and whoever coordinates has met none of them.
    """
    if not has_capability(user, COORDINATE_SPONSORS):
        return LevelGrant.objects.none()
    welcomed = Sponsor.objects.members().values("user")
    return (
        LevelGrant.objects.active()
        .filter(level=SPONSOR, user__is_active=True)
        .exclude(user__in=welcomed)
        .select_related("user")
        .order_by("granted_at", "pk")
    )


def late(user: Any, now: datetime) -> "QuerySet[Sponsor]":
    """Whom nobody has called in the days promised."""
    return Sponsor.objects.visible_to(user).filter(
        state=State.APPLIED, applied_at__lt=overdue_before(now)
    )
