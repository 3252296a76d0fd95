"""Writing to those who are asked: one message for each organisation and run, in the daytime."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from portal.organisations.services.common import managers_of
from portal.participation import subjects
from portal.participation.models import About, OutcomeQuestion, Participant, Side
from portal.participation.outcome_links import organisation_url, person_url
from portal.participation.subjects import Told
from snippets import french
from snippets.mail.queue import queue_mail
from snippets.models import Organisation
from snippets.one_by_one import sum_of_each

_DAY = range(9, 19)
# Past its day by more, a question that could not be asked is not asked any more.
TOO_LATE = timedelta(days=30)
# A person who has not answered yet is left in peace for a while, whatever else is due.
PAUSE = timedelta(days=14)


def ask_due(now: datetime | None = None) -> int:
    """Ask what is due; return how many organisations and people were written to.

    One transaction for each: killed, it goes on at the next run; two at once ask once.
    """
    now = now or timezone.now()
    local = timezone.localtime(now)
    if local.hour not in _DAY:
        return 0
    _give_up(local.date(), now)
    due = OutcomeQuestion.objects.filter(closed_at=None, asked_at=None, due_on__lte=local.date())
    organisations = due.filter(side=Side.ORGANISATION).values_list("organisation_id", flat=True)
    people = due.filter(side=Side.PERSON).values_list("participant_id", flat=True)
    asked = sum_of_each(
        sorted(set(organisations)),
        lambda pk: _ask_organisation(pk, now),
        failed="organisation %s was not asked what became of people",
    )
    return asked + sum_of_each(
        sorted(set(people)),
        lambda pk: _ask_person(pk, now),
        failed="participant %s was not asked what became of them",
    )


def _give_up(today: date, now: datetime) -> None:
    late = OutcomeQuestion.objects.filter(closed_at=None, asked_at=None)
    late.filter(due_on__lt=today - TOO_LATE).update(closed_at=now)


def _locked(now: datetime, **whose: object) -> list[OutcomeQuestion]:
    """The questions of one that are due, which no other run is asking."""
    due = OutcomeQuestion.objects.filter(
        closed_at=None, asked_at=None, due_on__lte=timezone.localtime(now).date(), **whose
    )
    locked = due.select_for_update(of=("self",), skip_locked=True)
    return list(locked.select_related("participant__user", "organisation").order_by("pk"))


@transaction.atomic
def _ask_organisation(organisation_id: int, now: datetime) -> int:
    """Write to those who manage it; it waits for somebody to write to, until it is too late."""
    found = _locked(now, side=Side.ORGANISATION, organisation_id=organisation_id)
    questions = _allowed(found, now, themselves=False)
    if not questions:
        return 0
    organisation = questions[0].organisation
    if organisation is None or not organisation.verified_at or organisation.suspended_at:
        return 0
    people = managers_of(organisation)
    if not people:
        return 0
    _mark_asked(questions, now)
    for user in people:
        queue_mail(
            "outcomes_of_organisation",
            to=user.email,
            context={
                "recipient_name": str(user),
                "organisation_name": organisation.name,
                "count": len({question.participant_id for question in questions}),
                "meetings": _meetings(questions),
                "answer_url": organisation_url(organisation, user),
            },
        )
    return 1


@transaction.atomic
def _ask_person(participant_id: int, now: datetime) -> int:
    """Write about the latest of what is due, unless they were asked a short time ago."""
    locked = Participant.objects.select_for_update(no_key=True)
    person = locked.get(pk=participant_id)
    recent = OutcomeQuestion.objects.filter(
        participant=person, side=Side.PERSON, closed_at=None, asked_at__gt=now - PAUSE
    )
    found = _locked(now, side=Side.PERSON, participant_id=participant_id)
    questions = _allowed(found, now, themselves=True)
    if not questions or recent.exists() or not person.has_proved_address:
        return 0
    question = max(questions, key=lambda item: (item.due_on, item.pk))
    about = told_of([question]).get((question.about, question.about_id))
    if about is None or (person.user and not person.user.is_active):
        return 0
    _mark_asked([question], now)
    queue_mail(
        "outcome_of_person",
        to=person.address,
        context={
            "recipient_name": person.first,
            "about": about.title,
            "date": french.full_date(about.on),
            "asks_still": question.about == About.APPLICATION,
            "answer_url": person_url(question),
        },
    )
    return 1


def told_of(questions: Iterable[OutcomeQuestion]) -> dict[tuple[str, int], Told]:
    """What the subjects of these questions are called."""
    ids = defaultdict(set)
    for question in questions:
        ids[question.about].add(question.about_id)
    found: dict[tuple[str, int], Told] = {}
    for about, numbers in ids.items():
        subject = subjects.find(about)
        if subject is not None:
            found |= {(about, pk): told for pk, told in subject.told(numbers).items()}
    return found


def still_allowed(
    questions: Iterable[OutcomeQuestion], *, themselves: bool
) -> list[OutcomeQuestion]:
    """Those whose people may still be asked about it, or themselves."""
    by_about = defaultdict(list)
    for question in questions:
        by_about[question.about].append(question)
    found: list[OutcomeQuestion] = []
    for about, rows in by_about.items():
        subject = subjects.find(about)
        if subject is None:
            continue
        ids = {row.about_id for row in rows}
        pairs = subject.asked_themselves(ids) if themselves else subject.shown_to_organisations(ids)
        found += [row for row in rows if (row.about_id, row.participant_id) in pairs]
    return found


def _allowed(
    questions: list[OutcomeQuestion], now: datetime, *, themselves: bool
) -> list[OutcomeQuestion]:
    """The same, and what may not be asked any more is dropped."""
    allowed = still_allowed(questions, themselves=themselves)
    dropped = {question.pk for question in questions} - {question.pk for question in allowed}
    OutcomeQuestion.objects.filter(pk__in=dropped).update(closed_at=now)
    return allowed


def _mark_asked(questions: list[OutcomeQuestion], now: datetime) -> None:
    keys = [question.pk for question in questions]
    OutcomeQuestion.objects.filter(pk__in=keys).update(asked_at=now)


def _meetings(questions: list[OutcomeQuestion]) -> str:
    """One line for each session or application: what it was, when, how many people. No name."""
    people = defaultdict(set)
    for question in questions:
        people[question.about, question.about_id].add(question.participant_id)
    lines = [
        f"{told.title}, {french.full_date(told.on)}\u00a0: "
        f"{french.counted(len(people[key]), 'personne')}"
        for key, told in told_of(questions).items()
    ]
    return "\n".join(sorted(lines))


def organisations_met(question: OutcomeQuestion) -> tuple[Organisation, ...]:
    """Those that the person may say have hired them."""
    if question.organisation is not None:
        return (question.organisation,)
    told = told_of([question]).get((question.about, question.about_id))
    return told.organisations if told else ()
