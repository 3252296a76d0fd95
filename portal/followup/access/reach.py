"""Whose cases a person reaches: the first lock, by the levels that Django knows.

The functions of the database say the same (`migrations/0002_row_security.py`); a test compares the
two for people of every kind. Each answers a query of keys of beneficiaries. Models are found by
their names: they ask this module who sees their rows.
"""

from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from portal.accounts.capabilities import (
    CONDUCT_PROCEDURES,
    DECIDE_APPEALS,
    IMPORT_CASES,
    LEAD_UNIT,
    MANAGE_RIGHTS,
    ORIENT,
    OWN_CASE,
    PREPARE_BOARD,
    READ_CASES,
    SIT_ON_BOARD,
    has_capability,
)
from portal.followup.access.ways import REACHED, READING, TEAM, WRITING, Way
from snippets.models import Organisation

Keys = QuerySet[Any, Any]
_NOBODY = Q(pk__in=())
_OF_THE_AREA = (READ_CASES, MANAGE_RIGHTS, SIT_ON_BOARD, DECIDE_APPEALS)
_DEPARTMENT = Organisation.Kind.DEPARTMENT
# States of `CaseRetention` in which a case is out of everybody's reach.
_CLOSED = ("archived", "anonymised")


def professional_of(user: Any) -> Any:
    """Who a person is in the area (`Professional`); None for who left, or has no place in it.

    The door of the area reads it once a request, and leaves it on the user of the request. With it
    comes whether the Département employs them (`is_of_the_department`).
    """
    if not (user.is_authenticated and user.is_active):
        return None
    at_the_door = getattr(user, "professional_at_the_door", None)
    if at_the_door is not None:
        return at_the_door
    return _me(user).annotate(is_of_the_department=Q(structure__kind=_DEPARTMENT)).first()


def profession_of(user: Any) -> str:
    """Their profession, empty for nobody."""
    professional = professional_of(user)
    return professional.profession if professional else ""


def works_in_the_area(user: Any) -> bool:
    """Whether somebody reads what all read: a level on cases, or the administration of rights."""
    return any(has_capability(user, one) for one in _OF_THE_AREA)


def imports(user: Any) -> bool:
    """Whether somebody reads files that were imported."""
    return has_capability(user, IMPORT_CASES)


def referent_ids(user: Any) -> Keys:
    """Cases of which one is the referent, or the deputy of an absent referent."""
    return _keys(_among("pk", user, {Way.REFERENT, Way.DEPUTY}))


def member_ids(user: Any) -> Keys:
    """Cases whose care team one is in."""
    return _keys(_among("pk", user, {Way.MEMBER}))


def team_ids(user: Any) -> Keys:
    """Cases of which one is the referent, in the care team, or the deputy of an absent referent."""
    return _keys(is_in_team(user))


def managed_ids(user: Any) -> Keys:
    """Cases of the unit that one manages."""
    return _keys(manages(user))


def colleague_user_ids(user: Any) -> QuerySet[Any, Any]:
    """Accounts of those who work in the unit that one manages."""
    if not has_capability(user, LEAD_UNIT):
        return _rows("Professional").none().values("user")
    return _rows("Professional").filter(unit__in=_me(user).values("unit")).values("user")


def opened_ids(user: Any) -> Keys:
    """Cases that one opened in an emergency, less than a day ago; a manager, in the archive."""
    return _keys(_among("pk", user, {Way.EMERGENCY, Way.ARCHIVE}))


def write_ids(user: Any) -> Keys:
    """Cases that one writes in: referent, team, deputy, manager of the unit."""
    return _keys(writes(user))


def case_ids(user: Any) -> Keys:
    """Cases that one reads whole: those that one writes in, and those opened in an emergency."""
    return _keys(reads(user))


def identity_ids(user: Any) -> Keys:
    """People whose identity, right and orientation one reads: everybody, for who orients."""
    return _keys(knows(user))


def professional_ids(user: Any) -> QuerySet[Any, Any]:
    """Oneself, as a professional."""
    found: QuerySet[Any, Any] = _me(user).values("pk")
    return found


def structure_ids(user: Any) -> QuerySet[Any, Any]:
    """Who employs one."""
    found: QuerySet[Any, Any] = _me(user).values("structure")
    return found


def procedure_ids(user: Any) -> Keys:
    """Cases whose procedures one reads: as they are read whole, by people of the Département.

    Somebody of a delegated body reports, and sees no more (R. 262-69).
    """
    return _keys(reads(user) if is_of_the_department(user) else manages(user))


def is_of_the_department(user: Any) -> bool:
    """Whether the Département employs somebody, and not a delegated body."""
    professional = professional_of(user)
    return bool(professional and professional.is_of_the_department)


def conducted_ids(user: Any) -> Keys:
    """Cases whose procedures one conducts: of the unit that one manages.

    Never as the referent, nor in the place of a referent who is absent.
    """
    if not has_capability(user, CONDUCT_PROCEDURES):
        return _keys(_NOBODY)
    now, me = timezone.now(), _me(user)
    absent = _rows("Absence").filter(deputy__in=me, starts_at__lte=now, ends_at__gt=now)
    referred = _rows("ReferentAssignment").filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now),
        Q(professional__in=me) | Q(professional__in=absent.order_by().values("professional")),
    )
    return _keys(manages(user) & ~Q(pk__in=_cases(referred)))


def answers(user: Any) -> Q:
    """Appeals that a person may answer, or answered: of nobody's decision or report but others'.

    Who was the referent since the facts does not answer either. Of reports and referents, Django
    sees what the person reads; the database knows all of them.
    """
    if not has_capability(user, DECIDE_APPEALS):
        return _NOBODY
    return (
        (Q(first_decider__isnull=True) | ~Q(first_decider=user.pk))
        & (Q(decided_on__isnull=True) | Q(decided_by=user.pk))
        & ~Q(procedure__in=_involved_ids(user))
    )


def _involved_ids(user: Any) -> QuerySet[Any, Any]:
    """Procedures that began with a person: who reported, who was the referent since the facts."""
    mine = _rows("Professional").filter(user=user.pk).order_by()
    referred = _rows("ReferentAssignment").filter(
        Q(ends_at__isnull=True) | Q(ends_at__date__gte=OuterRef("report__facts_on")),
        beneficiary=OuterRef("beneficiary"),
        professional__in=mine.values("pk"),
    )
    rows = _rows("SanctionProcedure").filter(
        Q(report__reported_by__in=mine.values("pk")) | Exists(referred)
    )
    return _keys_of(rows)


def appealed_ids(user: Any) -> QuerySet[Any, Any]:
    """Cases with an appeal that waits for an answer of theirs: its procedure is read."""
    waiting = _rows("Appeal").filter(answers(user), decided_on__isnull=True)
    return _cases(waiting)


def closed_ids() -> Keys:
    """Cases that were archived: out of lists and searches."""
    return _cases(_rows("CaseRetention").filter(state__in=_CLOSED))


def led_unit_ids(user: Any) -> QuerySet[Any, Any]:
    """The unit that one manages."""
    if not has_capability(user, LEAD_UNIT):
        return _me(user).none().values("unit")
    found: QuerySet[Any, Any] = _me(user).values("unit")
    return found


def led_session_ids(user: Any) -> QuerySet[Any, Any]:
    """Sessions of the board of the unit that one manages."""
    sessions = _rows("ReviewBoardSession")
    if not has_capability(user, PREPARE_BOARD):
        return _keys_of(sessions.none())
    return _keys_of(sessions.filter(unit__in=_me(user).values("unit")))


def session_ids(user: Any) -> QuerySet[Any, Any]:
    """Those, and those to which one was called."""
    mine = _rows("BoardMember").filter(user=user.pk) if has_capability(user, SIT_ON_BOARD) else None
    if mine is None:
        return led_session_ids(user)
    return _keys_of(
        _rows("ReviewBoardSession").filter(
            Q(pk__in=led_session_ids(user)) | Q(pk__in=mine.order_by().values("session"))
        )
    )


def own_ids(user: Any) -> Keys:
    """One's own case, by the link with one's account: who it is is not theirs to read by it."""
    links = _rows("AccountLink").filter(user=user.pk, cut_at__isnull=True)
    if not has_capability(user, OWN_CASE):
        links = links.none()
    return _cases(links)


# The same as conditions on rows, for a list of them: `key` names the beneficiary. What is found by
# keys of beneficiaries reads their table as well.


def keeps(user: Any, key: str = "pk") -> Q:
    """Whether one answers for how long the case is kept: the unit's manager, archived or not."""
    if not has_capability(user, LEAD_UNIT):
        return _NOBODY
    kept = _rows("CaseRetention").filter(state__in=_CLOSED, unit__in=_me(user).values("unit"))
    return _among(key, user, {Way.UNIT}) | Q(**{f"{key}__in": _cases(kept)})


def is_in_team(user: Any, key: str = "pk") -> Q:
    """Whether one is the referent, in the care team, or the deputy: `team_ids`."""
    return _among(key, user, TEAM)


def manages(user: Any, key: str = "pk") -> Q:
    """Whether one manages the unit that follows the case: `managed_ids`."""
    return _among(key, user, {Way.UNIT})


def writes(user: Any, key: str = "pk") -> Q:
    """Whether one writes in the case: `write_ids`."""
    return _among(key, user, WRITING)


def reads(user: Any, key: str = "pk") -> Q:
    """Whether one reads the whole case: `case_ids`."""
    return _among(key, user, READING)


def knows(user: Any, key: str = "pk") -> Q:
    """Whether one reads the identity: `identity_ids`."""
    if has_capability(user, ORIENT):
        # No `Q()`: joined by an OR, it would be left out, instead of letting everybody through.
        everybody = Q(**{f"{key}__isnull": False}) & ~Q(**{f"{key}__in": closed_ids()})
        return everybody | reads(user, key)
    return reads(user, key)


def _among(key: str, user: Any, ways: Collection[Way]) -> Q:
    """Whether a case is among those that one reaches in one of these ways."""
    asked = [way in ways and has_capability(user, way.capability) for way in Way]
    if not any(asked):
        return _NOBODY
    values = [user.pk, timezone.now(), *asked]
    reached = RawSQL(REACHED, values)  # noqa: S611 - a constant, and parameters
    return Q(**{f"{key}__in": reached})


def _cases(rows: Any, key: str = "beneficiary") -> Keys:
    """The cases of rows, in no order: the one of their model would be sorted for nothing."""
    found: Keys = rows.order_by().values(key)
    return found


def _keys_of(rows: Any) -> Keys:
    found: Keys = rows.order_by().values("pk")
    return found


def _rows(name: str) -> Any:
    """Every row of a model that the second lock lets through."""
    return apps.get_model("followup", name)._base_manager.all()  # noqa: SLF001 - a documented API


def _me(user: Any) -> Any:
    return _rows("Professional").filter(user=user.pk, left_on__isnull=True).order_by()


def _keys(condition: Q) -> Keys:
    found: Keys = _rows("Beneficiary").filter(condition).values("pk")
    return found
