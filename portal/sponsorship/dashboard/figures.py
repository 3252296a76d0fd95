"""The figures of sponsorship: counts and delays, each under the sentence of what it comes to."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from portal.participation.models import Outcome
from portal.sponsorship.dashboard.period import Period
from portal.sponsorship.pairs.following import Meeting
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.states import FAILED, End, MeetingState, State
from portal.sponsorship.requests.models import SponsorshipRequest
from portal.sponsorship.requests.states import State as RequestState
from portal.sponsorship.sponsors.models import Sponsor
from snippets import french
from snippets.models import RomeDomain

POSITIVE = (End.JOB, End.TRAINING, End.BUSINESS)
NOBODY = "Pas encore de commune"


@dataclass(frozen=True, slots=True)
class Line:
    """What is counted, and how many; `text` is the number as people read it."""

    label: str
    value: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A figure in its parts. `most` is what the longest bar stands for."""

    key: str
    title: str
    sentence: str
    lines: list[Line] = field(default_factory=list)
    unit: str = ""

    @property
    def most(self) -> float:
        """Never zero: a bar is a part of something."""
        return max((line.value or 0 for line in self.lines), default=0) or 1


def tables_of(period: Period, now: datetime) -> list[Table]:
    """Every figure, in as many queries whatever there is to count."""
    by_state = _by_state(period)
    return [
        _pairs(by_state, period),
        _answers(period),
        _silent(timezone.localdate(now)),
        _meetings(period),
        _waited(period),
        _waiting(timezone.localdate(now)),
        _ends(period),
        _domains(),
        _communes(),
    ]


def _by_state(period: Period) -> Mapping[str, int]:
    rows = Sponsorship.objects.filter(**period.within("proposed_at")).order_by()
    return dict(rows.values_list("state").annotate(how_many=Count("pk")))


def _pairs(by_state: Mapping[str, int], period: Period) -> Table:
    total = sum(by_state.values())
    sentence = (
        f"{french.counted(total, 'binôme')} proposés {period}, là où ils en sont aujourd’hui."
        if total > 1
        else f"{french.counted(total, 'binôme')} proposé {period}, là où il en est aujourd’hui."
    )
    lines = counted((state.label, by_state.get(state, 0)) for state in State)
    return Table("pairs", "Binômes par état", sentence, lines)


def _answers(period: Period) -> Table:
    """What both said to the proposals of the period; a yes stays one whatever followed."""
    accepted = Q(accepted_at__isnull=False)
    found = Sponsorship.objects.filter(**period.within("proposed_at")).aggregate(
        made=Count("pk"),
        accepted=Count("pk", filter=accepted),
        waiting=Count("pk", filter=Q(state=State.PROPOSED)),
        **{state.value: Count("pk", filter=Q(state=state)) for state in sorted(FAILED)},
    )
    lines = counted(
        [
            ("Acceptées par les deux", found["accepted"]),
            ("Refusées", found[State.DECLINED]),
            ("Sans réponse à temps", found[State.EXPIRED]),
            ("Retirées par la coordination", found[State.CANCELLED]),
            ("En attente d’une réponse", found["waiting"]),
        ]
    )
    agreed = french.counted(found["accepted"], "a été acceptée", "ont été acceptées")
    proposals = french.counted(found["made"], "proposition faite", "propositions faites")
    sentence = f"Sur {proposals} {period}, {agreed} par les deux."
    return Table("answers", "Réponses aux propositions", sentence, lines)


def _silent(today: date) -> Table:
    """As the reminders find them, whether they were reminded or not."""
    since = today - timedelta(days=settings.SPONSORSHIP_SILENT_DAYS)
    alive = Meeting.objects.filter(
        Q(state=MeetingState.HELD, day__gt=since) | Q(state=MeetingState.PLANNED, day__gte=today),
        pair=OuterRef("pk"),
    )
    silent = Q(state=State.ACTIVE, started_on__lte=since, changed_at__date__lte=since)
    found = Sponsorship.objects.aggregate(
        unspoken=Count("pk", filter=Q(state=State.ACCEPTED, returned_at__isnull=False)),
        silent=Count("pk", filter=silent & Q(~Exists(alive))),
    )
    days = french.counted(settings.SPONSORSHIP_SILENT_DAYS, "jour")
    quiet = french.counted(
        found["silent"], "binôme en cours est silencieux", "binômes en cours sont silencieux"
    )
    sentence = f"À ce jour, {quiet}\u00a0: {days} sans rencontre ni rendez-vous."
    lines = counted(
        [
            ("Acceptés, sans contact confirmé dans le délai", found["unspoken"]),
            ("En cours, sans rencontre ni rendez-vous", found["silent"]),
        ]
    )
    return Table("silent", "Binômes silencieux", sentence, lines)


def _meetings(period: Period) -> Table:
    days = {"day__gte": period.first, "day__lte": period.last}
    rows = Meeting.objects.filter(**days, state__in=(MeetingState.HELD, MeetingState.MISSED))
    found = rows.aggregate(
        held=Count("pk", filter=Q(state=MeetingState.HELD)),
        missed=Count("pk", filter=Q(state=MeetingState.MISSED)),
        pairs=Count("pair", filter=Q(state=MeetingState.HELD), distinct=True),
    )
    pairs = french.counted(found["pairs"], "binôme")
    sentence = f"Rencontres {period}. {pairs} en a tenu au moins une."
    if found["pairs"] > 1:
        sentence = sentence.replace(" en a tenu", " en ont tenu")
    lines = counted([("Ont eu lieu", found["held"]), ("Manquées", found["missed"])])
    return Table("meetings", "Rencontres", sentence, lines)


def _waited(period: Period) -> Table:
    """From the first request to the yes of both; a person who had two pairs counts for each."""
    rows = Sponsorship.objects.filter(**period.within("accepted_at")).order_by()
    days = rows.annotate(asked=TruncDate("request__asked_at"), met=TruncDate("accepted_at"))
    found = [(met - asked).days for asked, met in days.values_list("asked", "met")]
    sentence = (
        f"De la demande à l’accord des deux, pour les binômes acceptés {period}\u00a0: "
        f"{french.counted(len(found), 'binôme')}."
    )
    if found:
        sentence += f" La moitié a attendu {_in_days(median(found))} au plus."
    return Table("waited", "Attente avant un binôme", sentence, delays(found), "jours")


def _waiting(today: date) -> Table:
    rows = SponsorshipRequest.objects.filter(state=RequestState.WAITING).order_by()
    asked = rows.annotate(day=TruncDate("asked_at")).values_list("day", flat=True)
    found = [(today - day).days for day in asked]
    people = french.counted(len(found), "personne attend", "personnes attendent")
    half = f", la moitié depuis {_in_days(median(found))} au plus" if found else ""
    return Table(
        "waiting",
        "Attente de qui n’a pas de binôme",
        f"{people} un parrain ou une marraine aujourd’hui{half}.",
        delays(found),
        "jours",
    )


def _ends(period: Period) -> Table:
    """A positive exit: what the pair gave, or a hiring that was said while it ran."""
    hired = Outcome.objects.filter(
        participant=OuterRef("participant"),
        kind=Outcome.Kind.HIRED,
        said_at__gte=OuterRef("accepted_at"),
    ).annotate(day=TruncDate("said_at"))
    ended = (
        Sponsorship.objects.filter(
            **period.within("ended_at"), state__in=(State.COMPLETED, State.BROKEN)
        )
        .annotate(ended=TruncDate("ended_at"))
        .annotate(is_hired=Exists(hired.filter(day__lte=OuterRef("ended"))))
    )
    found = ended.aggregate(
        total=Count("pk"),
        completed=Count("pk", filter=Q(state=State.COMPLETED)),
        broken=Count("pk", filter=Q(state=State.BROKEN)),
        positive=Count("pk", filter=Q(is_hired=True) | Q(outcome__in=POSITIVE)),
        **{end.value: Count("pk", filter=Q(outcome=end)) for end in End},
    )
    total, positive = found["total"], found["positive"]
    rate = (
        f"soit {french.number(round(100 * positive / total))}\u00a0% de sorties positives"
        if total
        else "le taux de sorties positives se compte dès qu’un binôme est fini"
    )
    sentence = (
        f"Binômes finis {period}\u00a0: {french.counted(total, 'binôme')}, dont "
        f"{french.counted(positive, 'sortie positive', 'sorties positives')} (emploi, formation, "
        f"création d’activité), {rate}."
    )
    lines = counted(
        [
            ("Terminés", found["completed"]),
            ("Interrompus", found["broken"]),
            *((f"Terminés\u00a0: {end.label.lower()}", found[end.value]) for end in End),
            ("Sorties positives", positive),
        ]
    )
    return Table("ends", "Fins de binôme", sentence, lines)


def _domains() -> Table:
    counts: Counter[str] = Counter()
    for domains in Sponsor.objects.members().order_by().values_list("domains", flat=True):
        counts.update(domains)
    lines = counted((domain.label, counts[domain]) for domain in RomeDomain if counts[domain])
    sentence = (
        "Parrains et marraines accueillis à ce jour, en pause compris. Chacun compte dans chaque "
        f"domaine qu’il connaît. {_largest(lines)}"
    )
    return Table("domains", "Parrains et marraines par domaine", sentence, lines)


def _communes() -> Table:
    rows = (
        Sponsor.objects.members()
        .order_by()
        .values_list("commune__name")
        .annotate(how_many=Count("pk"))
        .order_by(F("how_many").desc(), "commune__name")
    )
    lines = counted((name or NOBODY, how_many) for name, how_many in rows)
    sentence = f"Parrains et marraines accueillis à ce jour, en pause compris. {_largest(lines)}"
    return Table("communes", "Parrains et marraines par commune", sentence, lines)


def _largest(lines: list[Line]) -> str:
    """The part that counts most, the first one when several do; nothing to say of nobody."""
    if not lines:
        return ""
    first = max(lines, key=lambda line: line.value or 0)
    return f"Le plus grand nombre\u00a0: {first.label}, {first.text}."


def _in_days(value: float) -> str:
    return f"{french.number(value)}\u00a0jour{'s' if value >= 2 else ''}"


def counted(parts: Iterable[tuple[str, int]]) -> list[Line]:
    """Parts and how many of each."""
    return [Line(str(label), value, french.number(value)) for label, value in parts]


def delays(days: list[int]) -> list[Line]:
    """The median and the longest of numbers of days; nothing to say of nobody."""
    return [*_delays(days)]


def _delays(days: list[int]) -> Iterator[Line]:
    for label, value in (
        ("Médiane", median(days) if days else None),
        ("La plus longue", max(days, default=None)),
    ):
        text = "Personne" if value is None else f"{value:g}".replace(".", ",") + "\u00a0j"
        yield Line(label, value, text)
