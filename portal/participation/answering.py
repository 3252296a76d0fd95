"""Which fact answers which question: one predicate, so that nobody is asked what is known."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils import timezone

from portal.participation.models import Outcome, OutcomeQuestion, Participant, Side
from snippets.site import site_settings

# They say what a person does, whoever says them.
DOES = frozenset({Outcome.Kind.HIRED, Outcome.Kind.PMSMP, *Outcome.OWN})


def window() -> timedelta:
    """How long a fact answers for what is asked after it."""
    return timedelta(days=site_settings().outcome_window_days)


def answers(fact: Outcome, question: OutcomeQuestion, lasts: timedelta) -> bool:
    """Whether a fact about the same person answers a question, asked already or to come.

    A fact from before they met says nothing of that meeting. It lasts for its window, whoever said
    it: an organisation that answered is not asked again, nor is the person. An organisation's
    « pas retenue » is final for the same meeting, and so is a hiring for the other organisations
    met there. What the person does (a question without organisation) is answered by any hiring, by
    what became of a pair of theirs, or by what they said of themselves.
    """
    said_on = timezone.localtime(fact.said_at).date()
    if said_on < question.due_on - timedelta(days=question.day):
        return False
    is_same = (fact.about, fact.about_id) == (question.about, question.about_id)
    is_its = question.organisation_id is not None and (
        fact.organisation_id == question.organisation_id
    )
    if is_same and question.side == Side.ORGANISATION and fact.side != Side.PERSON:
        if is_its and fact.kind == Outcome.Kind.REFUSED:
            return True
        if not is_its and fact.organisation_id and fact.kind == Outcome.Kind.HIRED:
            return True
    if question.due_on >= said_on + lasts:
        return False
    if is_its:
        return True
    if question.side != Side.PERSON:
        return False
    if question.organisation_id is not None:
        return is_same and fact.side == Side.PERSON
    return fact.kind in DOES or fact.side == Side.PERSON


def settle(participant: Participant, facts: Iterable[Outcome], *, now: datetime) -> int:
    """Close the person's open questions that these facts answer; who calls holds their lock."""
    lasts, closed = window(), 0
    newest_first = sorted(facts, key=lambda fact: (fact.said_at, fact.pk), reverse=True)
    for question in OutcomeQuestion.objects.filter(participant=participant, closed_at=None):
        answer = next((fact for fact in newest_first if answers(fact, question, lasts)), None)
        if answer is not None:
            question.outcome, question.closed_at = answer, now
            question.save(update_fields=["outcome", "closed_at"])
            closed += 1
    return closed


def recent_facts(participant: Participant, since: date) -> list[Outcome]:
    """What was said of a person from this day on."""
    return list(Outcome.objects.filter(participant=participant, said_at__date__gte=since))
