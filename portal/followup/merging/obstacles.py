"""What stops a merge, in sentences that can be shown; everything here is in the scope `merge`.

Who does not read both cases whole is told neither of procedures, nor of accounts, nor of what was
not sent: one neutral sentence stands for them.
"""

from collections.abc import Iterator

from django.utils import timezone

from portal.followup.access import reach
from portal.followup.hours.models import HoursExemption
from portal.followup.link.models import AccountLink
from portal.followup.merging import tables
from portal.followup.models import (
    Appeal,
    FileRequest,
    ReorientationRequest,
    SanctionPeriod,
    SanctionProcedure,
)
from portal.followup.orientation.states import OPEN
from portal.followup.people.models import Beneficiary
from portal.followup.people.searching import plain_number
from portal.followup.procedures.states import GOES_ON
from snippets.folding import fold_name

_NEUTRAL = (
    "Une démarche en cours empêche la fusion\u00a0: voyez la personne responsable de l’unité."
)
_TWO_PEOPLE = (
    "Ce ne sont pas les dossiers d’une même personne\u00a0: la naissance, les noms ou les numéros "
    "diffèrent. Si une saisie est fausse, corrigez d’abord l’identité."
)


def stops(kept: Beneficiary, loser: Beneficiary, *, says_all: bool = True) -> list[str]:
    """Why the two are not merged; nothing when they may be."""
    if kept.pk == loser.pk or kept.merged_into_id or loser.merged_into_id:
        return ["Un de ces dossiers est déjà fusionné."]
    found = [*_of_people(kept, loser)]
    hidden = [*_of_the_follow_up(kept, loser)]
    if hidden and not says_all:
        hidden = [_NEUTRAL]
    return found + hidden


def differ_as_people(kept: Beneficiary, loser: Beneficiary) -> bool:
    """Whether they are two people, whatever somebody believes.

    The number of France Travail is one person's: two that differ are two people, and with the same
    one, one agreement of birth name, first name and birth date is enough. Without it, the first
    name and another of the three agree: brothers and sisters share a name, twins a birth date too.
    A household proves nothing, since couples and families share it; there, two roles under two
    first names are two people.
    """
    numbers = {plain_number(case.france_travail_number) for case in (kept, loser)} - {""}
    is_first_name = fold_name(kept.first_name) == fold_name(loser.first_name)
    is_home = kept.household_id is not None and kept.household_id == loser.household_id
    if len(numbers) > 1 or (is_home and kept.role != loser.role and not is_first_name):
        return True
    same = sum(
        (
            fold_name(kept.birth_name) == fold_name(loser.birth_name),
            kept.birth_date == loser.birth_date,
        )
    )
    if _share_a_number(kept, loser):
        return not (same or is_first_name)
    return not (same and is_first_name)


def _share_a_number(kept: Beneficiary, loser: Beneficiary) -> bool:
    number = plain_number(kept.france_travail_number)
    return bool(number) and number == plain_number(loser.france_travail_number)


def _of_people(kept: Beneficiary, loser: Beneficiary) -> Iterator[str]:
    """What anybody who may merge reads."""
    if differ_as_people(kept, loser):
        yield _TWO_PEOPLE
    if kept.has_left and not loser.has_left:
        yield (
            "Le dossier à garder est sorti du suivi et l’autre non\u00a0: gardez celui dont le "
            "suivi continue."
        )
    if reach.closed_ids().filter(beneficiary__in=[kept.pk, loser.pk]).exists():
        yield "Un des deux dossiers est archivé\u00a0: rouvrez-le d’abord, s’il doit l’être."


def _of_the_follow_up(kept: Beneficiary, loser: Beneficiary) -> Iterator[str]:
    """What only those who follow the cases read."""
    both = [kept, loser]
    if AccountLink.unscoped.filter(beneficiary__in=both, cut_at__isnull=True).count() > 1:
        yield (
            "Les deux dossiers sont liés à un compte\u00a0: coupez d’abord le lien qui n’est pas "
            "celui de la personne."
        )
    waiting = [FileRequest.State.RECEIVED, FileRequest.State.READY]
    if FileRequest.unscoped.filter(beneficiary__in=both, state__in=waiting).count() > 1:
        yield (
            "La personne attend une copie de chaque dossier\u00a0: répondez à l’une des deux "
            "demandes d’abord."
        )
    procedures = SanctionProcedure.unscoped.filter(beneficiary=loser, state__in=GOES_ON)
    appeals = Appeal.unscoped.filter(beneficiary=loser, answer_received_on__isnull=True)
    if procedures.exists() or appeals.exists() or _sanctions_overlap(kept, loser):
        yield (
            "Une procédure ou un recours n’est pas fini dans le dossier à fusionner\u00a0: "
            "menez-le à son terme, ou gardez ce dossier-là."
        )
    if ReorientationRequest.unscoped.filter(beneficiary__in=both, state__in=OPEN).count() > 1:
        yield "Une demande attend dans chaque dossier\u00a0: répondez à l’une des deux d’abord."
    today = timezone.localdate()
    if any(
        own.ends_on is None or own.ends_on > today
        for row in exemptions_not_over(loser)
        for own in overlapping(kept, row)
    ):
        yield (
            "Une réduction ou une dispense d’heures court dans chaque dossier aux mêmes "
            "dates\u00a0: terminez d’abord l’une des deux."
        )


def exemptions_not_over(case: Beneficiary) -> list[HoursExemption]:
    """Reductions and waivers of hours that hold today, or will."""
    rows = HoursExemption.unscoped.filter(beneficiary=case)
    return [*rows.exclude(ends_on__lte=timezone.localdate())]


def overlapping(case: Beneficiary, row: HoursExemption) -> list[HoursExemption]:
    """Reductions and waivers of a case that share a day with one of another."""
    days = (row.starts_on, row.ends_on)
    return [
        own
        for own in HoursExemption.unscoped.filter(beneficiary=case)
        if tables.overlap(days, (own.starts_on, own.ends_on))
    ]


def _sanctions_overlap(kept: Beneficiary, loser: Beneficiary) -> bool:
    own = SanctionPeriod.unscoped.filter(beneficiary=kept)
    return any(
        own.filter(starts_on__lt=ends, ends_on__gt=starts).exists()
        for starts, ends in SanctionPeriod.unscoped.filter(beneficiary=loser).values_list(
            "starts_on", "ends_on"
        )
    )
