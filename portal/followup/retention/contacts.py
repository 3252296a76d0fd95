"""What counts as a contact with the person, and when the last one was.

An agent's edit is none. One line a source: what the person did, or a fact that shows them present.
The table of `docs/data-protection.md` says the same; a test compares. A new table that holds an act
of the person adds its line to `SOURCES`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.apps import apps
from django.db.models import Max, Q
from django.utils import timezone

from portal.followup.appointments.models import Appointment
from portal.followup.booking.services.choosing import BY_LINK
from portal.followup.entitlements.models import OPEN

_S = Appointment.State
_EVERY = Q()


@dataclass(frozen=True, slots=True)
class Source:
    """Rows of a model that show a contact, and the field that says its day."""

    label: str
    model: str
    day: str
    condition: Q = _EVERY
    key: str = "beneficiary"


SOURCES = (
    Source("Ouverture du dossier", "Beneficiary", "created_at", key="pk"),
    Source(
        "Rendez-vous tenu, ou absence excusée",
        "Appointment",
        "starts_at",
        Q(state__in=[_S.HELD, _S.EXCUSED]),
    ),
    Source(
        "Créneau choisi par la personne, avec le lien d’une invitation",
        "Appointment",
        "created_at",
        Q(author_name=BY_LINK, created_by__isnull=True),
    ),
    Source("Contrat signé", "EngagementContract", "signed_on"),
    Source("Diagnostic établi avec la personne", "Diagnosis", "on"),
    Source("Semaine d’activité déclarée", "ActivityLog", "week", ~Q(state="refused")),
    Source("Étape dite faite par la personne", "StepWord", "said_at"),
    Source("Proposition ouverte par la personne", "Suggestion", "seen_at"),
    Source("Demande de son propre dossier", "FileRequest", "received_on"),
    Source(
        "Entretien, appel, visite ou message de la personne, noté au journal",
        "JournalEntry",
        "on",
        Q(kind__code__in=["interview", "phone", "message", "visit"]),
    ),
    Source(
        "Document remis par la personne",
        "CaseDocument",
        "created_at",
        Q(kind__isnull=True) | ~Q(kind__code="letter"),
    ),
    Source("Observations dans une procédure", "Observation", "on"),
    Source("Démarches reprises pendant une sanction", "Remobilisation", "on", Q(resumed=True)),
    Source("Recours", "Appeal", "received_on"),
    Source("Lien avec son compte", "AccountLink", "linked_at"),
    Source("Fichier de la CAF ou de la MSA avec un droit ouvert", "Entitlement", "on",
           Q(status__in=OPEN)),
    Source("Réouverture d’un dossier archivé", "CaseRetention", "reopened_on"),
)  # fmt: skip


def last_contacts(keys: Collection[int] | None, day: date) -> dict[int, date]:
    """The day of the last contact of each case, all of them when `keys` is None, until `day`.

    Inside the scope `retention`. What is planned ahead shows that somebody is expected: it counts
    as `day`.
    """
    found: dict[int, date] = {}
    midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    for source in SOURCES:
        _add(found, _days_of(source, keys, day, midnight))
    planned = Appointment.objects.in_system_scope().filter(
        state=_S.PLANNED, starts_at__gte=midnight
    )
    if keys is not None:
        planned = planned.filter(beneficiary__in=keys)
    for pk in planned.order_by().values_list("beneficiary", flat=True).distinct():
        found[pk] = day
    return found


def _days_of(
    source: Source, keys: Collection[int] | None, day: date, midnight: datetime
) -> Iterable[tuple[int, date | datetime]]:
    model = apps.get_model("followup", source.model)
    is_moment = model._meta.get_field(source.day).get_internal_type() == "DateTimeField"  # noqa: SLF001
    until = {f"{source.day}__lt": midnight} if is_moment else {f"{source.day}__lte": day}
    rows = model.objects.in_system_scope().filter(source.condition, **until)
    if keys is not None:
        rows = rows.filter(**{f"{source.key}__in": keys})
    found: Iterable[tuple[int, date | datetime]] = (
        rows.order_by().values_list(source.key).annotate(Max(source.day))
    )
    return found


def _add(found: dict[int, date], days: Iterable[tuple[int, date | datetime]]) -> None:
    for pk, moment in days:
        on = timezone.localdate(moment) if isinstance(moment, datetime) else moment
        if pk not in found or found[pk] < on:
            found[pk] = on
