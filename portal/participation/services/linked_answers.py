"""What an organisation or a person answers by the link of a message."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.participation.errors import ParticipationError
from portal.participation.models import About, Outcome, OutcomeAccess, OutcomeQuestion, Side
from portal.participation.outcome_links import LIFETIME, OrganisationLink
from portal.participation.services.asking import organisations_met, still_allowed, told_of
from portal.participation.services.outcomes import record_outcome
from portal.participation.subjects import Told
from snippets.networks import subscriber

NOT_HERE = "Cette personne n’est plus dans la liste. Rechargez la page."
CHOOSE = "Choisissez une réponse."


@dataclass(frozen=True, slots=True)
class Row:
    """One person that an organisation is asked about, and what was said last of them."""

    question: OutcomeQuestion
    about: Told
    last: Outcome | None

    @property
    def was_hired(self) -> bool:
        """Whether the question is « toujours en poste ? »."""
        return self.question.about == About.APPLICATION or bool(
            self.last and self.last.kind == Outcome.Kind.HIRED
        )


def rows_of(link: OrganisationLink) -> list[Row]:
    """The people that the link asks about, those answered since it was made included.

    Somebody about whom nobody answered while the link lasted is not shown by the next ones: names
    are not read for ever. Three questions and what the subjects' apps ask, whatever their number.
    """
    asked = OutcomeQuestion.objects.filter(
        organisation=link.organisation,
        side=Side.ORGANISATION,
        asked_at__gte=link.made_at - LIFETIME,
    ).exclude(closed_at__lt=link.made_at)
    found = still_allowed(
        asked.filter(participant__erased_at=None).select_related("participant__user"),
        themselves=False,
    )
    # Asked at 7 and at 30 days, a person is one line: the latest question.
    latest = {
        (item.participant_id, item.about, item.about_id): item
        for item in sorted(found, key=lambda item: item.day)
    }
    people = {item.participant_id for item in latest.values()}
    last: dict[int, Outcome] = {}
    facts = Outcome.objects.filter(organisation=link.organisation, participant__in=people)
    for fact in facts.exclude(side=Side.PERSON).order_by("said_at", "pk"):
        last[fact.participant_id] = fact
    told = told_of(latest.values())
    rows = [
        Row(item, told[item.about, item.about_id], last.get(item.participant_id))
        for item in latest.values()
        if (item.about, item.about_id) in told
    ]
    return sorted(rows, key=lambda row: (row.about.on, row.about.title, row.question.pk))


def log_opening(*, link: OrganisationLink, actor: Actor, people: int) -> None:
    """Keep that names were shown."""
    OutcomeAccess.objects.create(
        organisation=link.organisation,
        by=link.user,
        network=subscriber(actor.address),
        people=people,
    )


@transaction.atomic
def answer_for_organisation(
    *, link: OrganisationLink, question_id: int, kind: str, actor: Actor
) -> Outcome:
    """Write what became of one person of the link. Raises ParticipationError."""
    row = next((row for row in rows_of(link) if row.question.pk == question_id), None)
    if row is None:
        raise ParticipationError(NOT_HERE)
    fact = record_outcome(
        participant=row.question.participant,
        organisation=link.organisation,
        about=About(row.question.about),
        about_id=row.question.about_id,
        kind=kind,
        side=Side.ORGANISATION,
        actor=Actor(link.user, actor.address),
    )
    OutcomeAccess.objects.create(
        organisation=link.organisation,
        by=link.user,
        network=subscriber(actor.address),
        people=1,
        outcome=fact,
    )
    return fact


@transaction.atomic
def answer_for_oneself(
    *, question: OutcomeQuestion, answer: str, actor: Actor, now: datetime | None = None
) -> Outcome:
    """Write what a person says: a kind, and by whom they were hired (`hired:12`), or elsewhere.

    Raises ParticipationError for an answer that is none.
    """
    kind, _, pk = answer.partition(":")
    met = organisations_met(question)
    hired_by = next((organisation for organisation in met if str(organisation.pk) == pk), None)
    if not kind or (pk and hired_by is None):
        raise ParticipationError(CHOOSE)
    is_elsewhere = kind == Outcome.Kind.HIRED and hired_by is None
    return record_outcome(
        participant=question.participant,
        organisation=None if is_elsewhere else hired_by or question.organisation,
        about=About(question.about),
        about_id=question.about_id,
        kind=kind,
        side=Side.PERSON,
        actor=actor,
        now=now or timezone.now(),
    )
