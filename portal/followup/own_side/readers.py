"""Who had access to a case, for its person (RGPD, art. 15): each way of reading it is a source.

The manager of the unit and who orients have no row of their own: the file names them in general.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from portal.followup.models import (
    Absence,
    BreakGlass,
    CareTeamMember,
    ReferentAssignment,
)
from portal.followup.own_side.source import Said, Source, joined, until
from snippets import french


def _absences_of(case: Any, rows: Any) -> Any:
    """Absences during which somebody read the case in the place of its referent."""
    referred = ReferentAssignment.unscoped.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=OuterRef("starts_at")),
        beneficiary=case,
        professional=OuterRef("professional"),
        starts_at__lt=OuterRef("ends_at"),
    )
    return rows.filter(Exists(referred), starts_at__lte=timezone.now())


def _absence(row: Absence) -> Said:
    deputy = row.deputy
    text = joined(f"À la place {french.of(row.professional.name)}", until(row.ends_at))
    return row.starts_at, f"{deputy.name}, {deputy.structure.name}", text, ""


READERS: tuple[Source, ...] = (
    Source(
        "referents",
        "Vos référent·es",
        ReferentAssignment,
        lambda row: (
            row.starts_at,
            f"{row.professional.name}, {row.structure.name}",
            joined(until(row.ends_at), row.end_reason),
            row.author_name,
        ),
        ("professional", "structure"),
    ),
    Source(
        "deputies",
        "Les personnes qui ont remplacé vos référent·es",
        Absence,
        _absence,
        ("professional", "deputy__structure"),
        of_case=_absences_of,
    ),
    Source(
        "team",
        "Les personnes de votre groupe de suivi",
        CareTeamMember,
        lambda row: (
            row.asked_at,
            f"{row.professional.name}, {row.professional.structure.name}",
            joined(row.reason, until(row.ends_at)),
            "",
        ),
        ("professional__structure",),
        only={"confirmed_at__isnull": False},
    ),
    Source(
        "emergencies",
        "Les personnes qui ont ouvert votre dossier en urgence, pour un jour au plus",
        BreakGlass,
        lambda row: (row.opened_at, row.name, row.reason, ""),
    ),
)
