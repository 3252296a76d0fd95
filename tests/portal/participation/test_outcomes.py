"""One service knows what became of a person: nobody is asked twice."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.participation.errors import ParticipationError
from portal.participation.holdings import QUESTIONS
from portal.participation.models import About, Outcome, OutcomeQuestion, Side
from portal.participation.services.outcomes import employed_at, known, record_outcome
from portal.participation.services.questions import drop, plan
from snippets.models import SiteSettings
from tests.factories import OrganisationFactory
from tests.portal.participation.people import make_guest
from tests.races import at_once

pytestmark = pytest.mark.django_db
Kind = Outcome.Kind
BY_ORGANISATION, BY_OFFICER, BY_PERSON = Side.ORGANISATION, Side.OFFICER, Side.PERSON
NOW = timezone.now()


@pytest.fixture
def person():
    return make_guest()


@pytest.fixture
def company():
    return OrganisationFactory()


def say(person, organisation, kind, *, side=BY_ORGANISATION, about_id=1, days=0, **fields):
    """A fact said some days after the meeting."""
    return record_outcome(
        participant=person,
        organisation=organisation,
        about=fields.pop("about", About.SESSION),
        about_id=about_id,
        kind=kind,
        side=side,
        actor=Actor(None),
        now=NOW + timedelta(days=days),
        **fields,
    )


def ask(person, organisation, *sides, about_id=1, days=0):
    """The questions of a meeting."""
    plan(
        participant=person,
        organisation=organisation,
        about=About.SESSION,
        about_id=about_id,
        met_on=timezone.localdate(NOW) + timedelta(days=days),
        sides=sides,
        now=NOW,
    )


def open_days(person, **whose):
    """The days of the questions that wait."""
    found = OutcomeQuestion.objects.filter(participant=person, closed_at=None, **whose)
    return sorted(found.values_list("day", flat=True))


def test_a_fact_serves_what_is_asked_within_its_window(person, company):
    ask(person, company, BY_ORGANISATION)
    fact = say(person, company, Kind.SECOND_INTERVIEW, days=2)
    assert open_days(person) == [90]
    answered = OutcomeQuestion.objects.filter(closed_at__isnull=False)
    assert {question.outcome for question in answered} == {fact}


def test_the_window_is_a_setting(person, company):
    SiteSettings.objects.create(outcome_window_days=6)
    ask(person, company, BY_ORGANISATION)
    say(person, company, Kind.SECOND_INTERVIEW, days=2)
    assert open_days(person) == [30, 90]


@pytest.mark.parametrize("side", [BY_ORGANISATION, BY_OFFICER])
def test_a_refusal_is_final_for_the_organisation_alone(person, company, side):
    ask(person, company, BY_ORGANISATION)
    ask(person, None, BY_PERSON)
    say(person, company, Kind.REFUSED, side=side)
    assert open_days(person, side=BY_ORGANISATION) == []
    assert open_days(person, side=BY_PERSON) == [30, 90]


def test_what_a_person_says_of_a_refusal_is_not_final(person, company):
    ask(person, company, BY_ORGANISATION)
    say(person, company, Kind.REFUSED, side=BY_PERSON)
    assert open_days(person) == [30, 90]


def test_a_hiring_answers_the_other_organisations_of_the_session_and_the_person(person, company):
    other = OrganisationFactory()
    for organisation in (company, other):
        ask(person, organisation, BY_ORGANISATION)
    ask(person, None, BY_PERSON)
    say(person, company, Kind.HIRED, days=5)
    assert open_days(person, organisation=other) == []
    # Whether they are still there is asked again.
    assert open_days(person, organisation=company) == [90]
    assert open_days(person, side=BY_PERSON) == [90]


def test_a_hiring_elsewhere_answers_what_became_of_the_person(person, company):
    ask(person, None, BY_PERSON)
    ask(person, company, BY_ORGANISATION)
    say(person, OrganisationFactory(), Kind.HIRED, about=About.APPLICATION, about_id=9, days=20)
    assert open_days(person, side=BY_PERSON, about=About.SESSION) == [90]
    assert open_days(person, side=BY_ORGANISATION, organisation=company) == [7, 30, 90]


def test_a_refusal_elsewhere_says_nothing_of_what_the_person_does(person):
    ask(person, None, BY_PERSON)
    say(person, OrganisationFactory(), Kind.REFUSED, days=20)
    assert open_days(person) == [30, 90]


@pytest.mark.parametrize("kind", Outcome.OWN)
def test_what_a_pair_gave_answers_what_the_person_does_within_the_window(person, company, kind):
    ask(person, None, BY_PERSON)
    ask(person, company, BY_ORGANISATION, BY_PERSON)
    fact = say(person, None, kind, side=BY_OFFICER, about=About.SPONSORSHIP, days=20)
    # Nobody is asked at 30 days what the person does; an organisation is asked about itself.
    assert open_days(person, organisation=None) == [90]
    assert open_days(person, side=BY_ORGANISATION) == [7, 30, 90]
    assert open_days(person, side=BY_PERSON, organisation=company) == [30, 90]
    soon, later = (NOW + timedelta(days=20 + days) for days in (29, 31))
    assert known(participant=person, organisation=None, now=soon) == fact
    assert known(participant=person, organisation=None, now=later) is None


@pytest.mark.parametrize("kind", Outcome.OWN)
def test_no_organisation_says_what_a_person_does(person, company, kind):
    with pytest.raises(ParticipationError, match="réponse de la liste"):
        say(person, company, kind)
    with pytest.raises(IntegrityError), transaction.atomic():
        Outcome.objects.create(
            participant=person,
            organisation=company,
            about=About.SESSION,
            about_id=1,
            kind=kind,
            side=BY_ORGANISATION,
        )


def test_a_hiring_is_known_before_what_a_pair_gave(person, company):
    hired = say(person, company, Kind.HIRED)
    say(person, None, Kind.TRAINING, side=BY_OFFICER, about=About.SPONSORSHIP, days=1)
    assert known(participant=person, organisation=None, now=NOW + timedelta(days=2)) == hired


def test_a_fact_from_before_the_meeting_says_nothing_of_it(person, company):
    say(person, company, Kind.SECOND_INTERVIEW)
    ask(person, company, BY_ORGANISATION, about_id=2, days=3)
    assert open_days(person) == [7, 30, 90]


def test_what_is_known_already_is_not_planned(person, company):
    say(person, company, Kind.SECOND_INTERVIEW)
    ask(person, company, BY_ORGANISATION)
    assert open_days(person) == [30, 90]


def test_a_question_that_nobody_answered_is_forgotten_as_the_others_are(person, company):
    ask(person, company, BY_ORGANISATION)
    OutcomeQuestion.objects.filter(day=7).update(asked_at=NOW - timedelta(days=4 * 365))
    OutcomeQuestion.objects.filter(day=30).update(closed_at=NOW - timedelta(days=4 * 365))
    forgotten = OutcomeQuestion.objects.filter(QUESTIONS.expired(NOW))
    assert set(forgotten.values_list("day", flat=True)) == {7, 30}


def test_another_person_is_another_matter(person, company):
    other = make_guest()
    for somebody in (person, other):
        ask(somebody, company, BY_ORGANISATION)
    say(person, company, Kind.REFUSED)
    assert open_days(other) == [7, 30, 90]


def test_planned_twice_is_once(person, company):
    ask(person, company, BY_ORGANISATION, BY_PERSON)
    ask(person, company, BY_ORGANISATION, BY_PERSON)
    assert OutcomeQuestion.objects.count() == 5


def test_dropped_for_one_meeting_or_for_all(person, company):
    ask(person, company, BY_PERSON)
    ask(person, company, BY_PERSON, about_id=2)
    assert drop(participant=person, about=About.SESSION, about_id=1) == 2
    assert open_days(person) == [30, 90]
    assert drop(participant=person) == 2
    assert open_days(person) == []


def test_whoever_is_erased_is_neither_asked_about_nor_told_of(person, company):
    person.erased_at = NOW
    person.save()
    ask(person, company, BY_PERSON)
    assert OutcomeQuestion.objects.count() == 0
    with pytest.raises(ParticipationError):
        say(person, company, Kind.HIRED)


def test_a_fact_is_never_changed_nor_deleted(person, company):
    fact = say(person, company, Kind.HIRED)
    for change in (
        lambda: Outcome.objects.filter(pk=fact.pk).update(kind=Kind.REFUSED),
        lambda: Outcome.objects.filter(pk=fact.pk).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_click_sent_twice_is_one_fact_and_another_answer_is_another(person, company):
    assert say(person, company, Kind.HIRED) == say(person, company, Kind.HIRED)
    say(person, company, Kind.REFUSED)
    last = say(person, company, Kind.HIRED)
    assert Outcome.objects.count() == 3
    assert known(participant=person, organisation=company, now=NOW) == last


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "promoted"}, "kind"),
        ({"kind": Kind.HIRED, "contract": "life"}, "contract"),
        ({"kind": Kind.REFUSED, "contract": "cdi"}, "contract"),
        ({"kind": Kind.NO_NEWS, "start_date": date(2027, 1, 4)}, "start_date"),
    ],
)
def test_an_answer_that_is_none_is_refused(person, company, fields, field):
    with pytest.raises(ParticipationError) as refused:
        say(person, company, **fields)
    assert refused.value.field == field
    assert not Outcome.objects.exists()


def test_known_ends_with_its_window(person, company):
    fact = say(person, company, Kind.HIRED)
    assert known(participant=person, organisation=company, now=NOW) == fact
    assert known(participant=person, organisation=None, now=NOW) == fact
    later = NOW + timedelta(days=31)
    assert known(participant=person, organisation=company, now=later) is None


def test_a_hiring_after_an_application_asks_whether_they_are_still_there(person, company):
    say(person, company, Kind.HIRED, about=About.APPLICATION, about_id=4, contract="cdi")
    assert open_days(person, organisation=company, side=BY_ORGANISATION) == [30, 90]
    assert open_days(person, organisation=company, side=BY_PERSON) == [30, 90]
    # Said again, nothing more is planned.
    say(person, company, Kind.HIRED, about=About.APPLICATION, about_id=4, days=30)
    assert OutcomeQuestion.objects.count() == 4


def test_who_is_still_employed_at_90_days_is_read_in_the_answers(person, company):
    gone = make_guest()
    silent = make_guest()
    for somebody in (person, gone, silent):
        say(somebody, company, Kind.HIRED, about=About.APPLICATION, about_id=somebody.pk)
    say(person, company, Kind.HIRED, about=About.APPLICATION, about_id=person.pk, days=90)
    say(gone, company, Kind.REFUSED, about=About.APPLICATION, about_id=gone.pk, days=91)
    found = employed_at(about=About.APPLICATION, ids=[person.pk, gone.pk, silent.pk])
    assert found == {(person.pk, person.pk)}


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_close_each_question_once():
    person, company = make_guest(), OrganisationFactory()
    ask(person, company, BY_ORGANISATION, BY_PERSON)
    results = at_once(*[lambda kind=kind: say(person, company, kind) for kind in Outcome.MET] * 2)
    assert [result for result in results if isinstance(result, Exception)] == []
    closed = OutcomeQuestion.objects.filter(closed_at__isnull=False)
    assert all(question.outcome for question in closed)
    assert open_days(person, side=BY_ORGANISATION) == []
