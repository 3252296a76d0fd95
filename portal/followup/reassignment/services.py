"""A caseload is given to colleagues, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse

from portal.accounts.actors import Actor
from portal.accounts.capabilities import LEAD_UNIT, has_capability
from portal.followup.access.reach import professional_of
from portal.followup.booking.answering import hold
from portal.followup.models import Beneficiary, Handover, ReferentAssignment
from portal.followup.orientation.errors import OrientationError
from portal.followup.orientation.services import assign
from portal.followup.orientation.services.handing_over import Key, ToHandOver
from portal.followup.people.errors import PeopleError
from portal.followup.people.models import Professional
from portal.followup.reassignment.errors import ReassignmentError
from portal.followup.reassignment.models import Reassignment
from portal.followup.reassignment.planning import MOST, Line, cases_of, lines_of
from portal.followup.rows.authors import written_by
from portal.followup.rows.scope import Scope, system_scope
from snippets import french
from snippets.mail.queue import queue_mail
from snippets.site import absolute

Fate = Handover.Fate
CHANGED = (
    "Ce dossier a changé depuis la prévisualisation\u00a0: son orientation, sa référente ou son "
    "référent, un rendez-vous ou un document en préparation."
)
GONE = "Ce dossier n’est plus à confier\u00a0: quelqu’un l’a repris, ou il a changé d’unité."

UNFIT = (
    "La personne choisie ne peut pas le reprendre\u00a0: elle n’est pas de votre unité, ni de la "
    "structure référente, ou ne suit plus de dossiers."
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """To whom a case goes, and the seal of what was shown of it."""

    professional: Professional
    seal: str


@transaction.atomic
def reassign(
    *,
    former: Professional | None,
    chosen: Mapping[int, Chosen],
    fates: Mapping[str, Handover.Fate],
    leaves_on: date,
    actor: Actor,
    reason: str = "",
) -> Reassignment:
    """Give cases of a colleague who leaves, or without a referent, to others of the unit.

    `chosen` by case; `fates` says what becomes of each kind of thing that is handed over. One
    transaction, each case locked. A case that changed since it was shown is left as it is, with its
    reason, and the others go on: a whole unit does not wait for one appointment that moved. Who
    leaves keeps nothing of what is moved. Raises ReassignmentError when nothing may be.
    """
    me = professional_of(actor.user) if actor.user else None
    if me is None or not has_capability(actor.user, LEAD_UNIT):
        message = "La réaffectation revient à la personne responsable de l’unité."
        raise ReassignmentError(message)
    if not chosen:
        message = "Choisissez au moins une personne qui reprend un dossier."
        raise ReassignmentError(message)
    if len(chosen) > MOST:
        message = f"Confiez {MOST}\u00a0dossiers au plus à la fois, puis recommencez."
        raise ReassignmentError(message)
    lines = _locked(former, chosen, actor)
    given: list[ReferentAssignment] = []
    refused: list[list[object]] = []
    for pk, line in lines.items():
        if line is None or line.seal != chosen[pk].seal:
            refused.append([pk, CHANGED if line else GONE])
            continue
        try:
            given.append(_assigned(line, chosen[pk].professional, fates, reason, actor))
        except (OrientationError, PeopleError) as error:
            # What is said of a colleague names them.
            refused.append([pk, UNFIT if error.field == "professional" else str(error)])
    with system_scope(Scope.TRANSFER, actor=actor):
        made: Reassignment = Reassignment.unscoped.create(
            unit=me.unit,
            former=former,
            leaves_on=leaves_on,
            assignments=[one.pk for one in given],
            refused=refused,
            **written_by(actor),
        )
    _tell(given)
    return made


def _locked(
    former: Professional | None, chosen: Mapping[int, Chosen], actor: Actor
) -> dict[int, Line | None]:
    """Each case as it stands now, locked, in one order for everybody; None for one that is gone."""
    for key in sorted(chosen):
        hold(key)
    with system_scope(Scope.TRANSFER, actor=actor):
        rows = Beneficiary.unscoped.select_for_update(of=("self",)).filter(pk__in=chosen)
        list(rows.order_by("pk").values_list("pk", flat=True))
    cases = cases_of(actor.user, former).filter(pk__in=chosen)
    lines = {line.case.pk: line for line in lines_of(cases.order_by("sort_name", "pk"))}
    return dict.fromkeys(chosen) | dict(lines)


def _assigned(
    line: Line,
    professional: Professional,
    fates: Mapping[str, Handover.Fate],
    reason: str,
    actor: Actor,
) -> ReferentAssignment:
    with transaction.atomic():
        return assign(
            beneficiary=line.case,
            professional=professional,
            fates=_fates_of(line.items, fates),
            reason=reason,
            seen=line.former.pk if line.former else None,
            actor=actor,
            tells=False,
        )


def _fates_of(
    items: list[ToHandOver], fates: Mapping[str, Handover.Fate]
) -> dict[Key, Handover.Fate]:
    """What becomes of each: as its kind was decided, where that is possible."""
    found = {}
    for item in items:
        wanted = fates.get(item.kind, item.default)
        found[item.key] = wanted if wanted in dict(item.fates) else item.default
    return found


def _tell(given: list[ReferentAssignment]) -> None:
    """One mail to each who takes cases over: how many, and where they are."""
    counts: dict[int, int] = {}
    people: dict[int, Professional] = {}
    for one in given:
        counts[one.professional_id] = counts.get(one.professional_id, 0) + 1
        people[one.professional_id] = one.professional
    for pk, professional in people.items():
        user = professional.user
        if user is None or not user.is_active:
            continue
        queue_mail(
            "followup_cases_entrusted",
            to=user.email,
            context={
                "recipient_name": user.first_name,
                "cases": french.counted(counts[pk], "dossier vous est confié", _MANY),
                "home_url": absolute(reverse("followup:home")),
            },
        )


_MANY = "dossiers vous sont confiés"
