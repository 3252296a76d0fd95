"""Asking what became of those who came: once, by day, neutral, and only of those who agreed."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.models import Email

from pages.models.session import SessionAudience
from portal.accounts.actors import Actor
from portal.applications.states import Status as ApplicationStatus
from portal.participation.jobs import ask_outcomes
from portal.participation.models import About, Outcome, OutcomeAccess, OutcomeQuestion, Side
from portal.participation.outcome_links import organisation_url, person_url
from portal.participation.services.asking import ask_due
from portal.participation.services.outcomes import record_outcome
from portal.recruitment.services.outcomes import plan_questions
from portal.recruitment.states import Status
from snippets.models import Organisation
from tests.factories import OrganisationFactory, UserFactory
from tests.portal.accounts.people import manager_of
from tests.portal.participation.people import make_application, make_guest, make_phone_guest
from tests.portal.recruitment.met import came, held, make_company

pytestmark = pytest.mark.django_db
Kind = Outcome.Kind


def midday(days=0):
    """Noon, some days after the sessions, which were yesterday."""
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    return noon + timedelta(days=days - 1)


def run(days=0):
    """The job, some days later."""
    plan_questions(timezone.now())
    return ask_due(midday(days))


def mails():
    return list(Email.objects.order_by("pk"))


def questions(**fields):
    return OutcomeQuestion.objects.filter(**fields)


@pytest.fixture
def company():
    return make_company(name="Menuiserie des Vosges")


@pytest.fixture
def manager(company):
    return manager_of(company)


class TestPlanning:
    def test_organisations_and_people_are_asked_of_those_who_came(self, company):
        roster = held(company)
        met = [came(roster), came(roster, status=Status.INTERVIEWED)]
        for status in (Status.ABSENT, Status.CONFIRMED, Status.CANCELLED, Status.WAITLISTED):
            came(roster, status=status)
        assert plan_questions(timezone.now()) == 2
        people = {registration.participant_id for registration in met}
        assert set(questions().values_list("participant_id", flat=True)) == people
        days = questions(participant=met[0].participant).values_list("side", "organisation", "day")
        assert set(days) == {
            *((Side.ORGANISATION, company.pk, day) for day in (7, 30, 90)),
            *((Side.PERSON, None, day) for day in (30, 90)),
        }

    def test_again_plans_nothing_and_later_presences_are_planned(self, company):
        roster = held(company)
        came(roster)
        assert plan_questions(timezone.now()) == 1
        late = came(roster)
        assert plan_questions(timezone.now()) == 1
        assert questions(participant=late.participant).exists()

    def test_not_before_its_end_nor_when_it_is_cancelled(self, company):
        came(held(company, ends_at=timezone.now() + timedelta(hours=1)))
        came(held(company, status="cancelled"))
        assert plan_questions(timezone.now()) == 0

    def test_no_organisation_is_asked_of_who_does_not_show_themselves(self, company):
        came(held(company), shares_identity=False)
        plan_questions(timezone.now())
        assert set(questions().values_list("side", flat=True)) == {Side.PERSON}

    def test_no_organisation_is_asked_after_a_session_for_rsa_beneficiaries(self, company):
        came(held(company, audience=SessionAudience.RSA))
        plan_questions(timezone.now())
        assert set(questions().values_list("side", flat=True)) == {Side.PERSON}

    def test_the_departement_and_partners_are_not_asked_for_the_companies(self, company):
        service = OrganisationFactory(kind=Organisation.Kind.DEPARTMENT)
        partner = OrganisationFactory(kind=Organisation.Kind.EMPLOYMENT_PARTNER)
        came(held(service, partner, company))
        plan_questions(timezone.now())
        asked = questions(side=Side.ORGANISATION).values_list("organisation", flat=True)
        assert set(asked) == {company.pk}


class TestAskingOrganisations:
    def test_one_message_for_all_its_people(self, company, manager):
        first, second = held(company), held(company, title="Forum de l’aide")
        for roster in (first, first, second):
            came(roster)
        assert run(days=7) == 1
        [mail] = mails()
        assert mail.to == [manager.email]
        assert "3 personnes" in mail.subject
        assert "Job dating du bois" in mail.message
        assert "Forum de l’aide" in mail.message
        assert "Nadia" not in mail.message

    def test_run_twice_it_asks_once(self, company, manager):
        came(held(company))
        assert [run(days=7), run(days=7), run(days=8)] == [1, 0, 0]

    @pytest.mark.parametrize("hour", [0, 8, 19, 23])
    def test_never_outside_the_day(self, company, manager, hour):
        came(held(company))
        plan_questions(timezone.now())
        assert ask_due(midday(7).replace(hour=hour)) == 0
        assert ask_due(midday(7)) == 1

    def test_known_it_is_not_asked(self, company, manager):
        registration = came(held(company))
        plan_questions(timezone.now())
        record_outcome(
            participant=registration.participant,
            organisation=company,
            about=About.SESSION,
            about_id=registration.roster_id,
            kind=Kind.SECOND_INTERVIEW,
            side=Side.OFFICER,
            actor=Actor(manager),
        )
        assert run(days=7) == 0

    def test_an_agreement_that_was_withdrawn_drops_the_question(self, company, manager):
        registration = came(held(company))
        plan_questions(timezone.now())
        registration.agreement.withdrawn_at = timezone.now()
        registration.agreement.save()
        assert run(days=30) == 0
        assert not questions(closed_at=None, due_on__lte=midday(30).date()).exists()

    def test_an_organisation_that_is_suspended_or_has_nobody_is_not_written_to(self, company):
        came(held(company), participant=make_phone_guest())
        assert run(days=7) == 0
        manager_of(company)
        rows = Organisation.objects.filter(pk=company.pk)
        rows.update(
            suspended_at=timezone.now(), suspended_by=UserFactory(), suspension_reason="Plainte"
        )
        assert run(days=8) == 0
        rows.update(suspended_at=None, suspended_by=None, suspension_reason="")
        assert run(days=9) == 1

    def test_too_late_is_not_asked_any_more(self, company, manager):
        came(held(company), participant=make_phone_guest())
        plan_questions(timezone.now())
        assert ask_due(midday(38)) == 1
        assert questions(day=7, asked_at=None, closed_at__isnull=False).count() == 1

    def test_one_that_fails_holds_nobody_else_back(self, company, manager, monkeypatch):
        other = make_company()
        manager_of(other)
        broken, registration = came(held(company)), came(held(other))
        asking, planning = ask_due.__globals__, plan_questions.__globals__
        managers, plan_for = asking["managers_of"], planning["_plan_for"]

        def fails(subject, *args):
            if subject in {broken, company}:
                raise RuntimeError
            return (managers if args == () else plan_for)(subject, *args)

        with monkeypatch.context() as patch:
            patch.setitem(planning, "_plan_for", fails)
            assert plan_questions(timezone.now()) == 1
            assert not questions().exclude(participant=registration.participant).exists()
        with monkeypatch.context() as patch:
            patch.setitem(asking, "managers_of", fails)
            assert run(days=7) == 1
        assert run(days=7) == 1
        assert len({mail.to[0] for mail in mails()}) == len(mails()) == 2

    def test_an_app_that_cannot_plan_stops_no_question(self, company, manager, monkeypatch):
        came(held(company))
        plan_questions(timezone.now())

        def fails(now):
            raise RuntimeError

        now = midday(7)
        monkeypatch.setattr("portal.participation.jobs.timezone.now", lambda: now)
        monkeypatch.setattr("portal.participation.subjects.planners", lambda: (fails,))
        ask_outcomes(timestamp=0)
        assert [mail.to for mail in mails()] == [[manager.email]]

    def test_a_run_that_was_killed_goes_on(self, company, manager, monkeypatch):
        other = make_company()
        manager_of(other)
        came(held(company), participant=make_phone_guest())
        came(held(other), participant=make_phone_guest())
        plan_questions(timezone.now())
        real = ask_due.__globals__["_ask_organisation"]

        def killed(pk, now):
            if mails():
                raise KeyboardInterrupt
            return real(pk, now)

        monkeypatch.setitem(ask_due.__globals__, "_ask_organisation", killed)
        with pytest.raises(KeyboardInterrupt):
            run(days=7)
        monkeypatch.setitem(ask_due.__globals__, "_ask_organisation", real)
        assert run(days=7) == 1
        assert len(mails()) == 2
        assert len({mail.to[0] for mail in mails()}) == 2


class TestAskingPeople:
    def test_at_30_days_in_words_of_the_session(self):
        registration = came(held())
        assert run(days=29) == 0
        assert run(days=30) == 1
        [mail] = mails()
        assert mail.to == [registration.participant.email]
        assert "Job dating du bois" in mail.message

    def test_neutral_after_a_session_for_rsa_beneficiaries(self, company, manager):
        came(held(company, audience=SessionAudience.RSA, title="Atelier RSA"))
        for day in (7, 30, 90):
            run(days=day)
        assert len(mails()) == 2
        for mail in mails():
            words = f"{mail.subject} {mail.message} {mail.html_message} {mail.headers}"
            assert "Rendez-vous emploi" in words
            assert "RSA" not in words
            assert "bénéficiaire" not in words.lower()
            assert "Menuiserie" not in words

    def test_not_to_an_address_that_nobody_proved(self):
        came(held(), participant=make_guest(email_confirmed_at=None))
        came(held(), participant=make_phone_guest())
        assert run(days=30) == 0

    def test_two_sessions_are_one_question_for_a_while(self):
        person = make_guest()
        came(held(), participant=person)
        came(held(title="Forum"), participant=person)
        assert [run(days=30), run(days=31), run(days=44)] == [1, 0, 1]

    def test_hired_they_are_asked_whether_they_are_still_there(self, company):
        application = make_application(status=ApplicationStatus.HIRED)
        hire(application)
        assert run(days=31) == 1
        assert "toujours en poste" in mails()[0].subject

    def test_the_job_plans_and_asks(self, company, monkeypatch):
        came(held(company))
        now = midday(7)
        monkeypatch.setattr("portal.participation.jobs.timezone.now", lambda: now)
        ask_outcomes(timestamp=0)
        assert questions().count() == 5


def hire(application):
    return record_outcome(
        participant=application.participant,
        organisation=application.organisation,
        about=About.APPLICATION,
        about_id=application.pk,
        kind=Kind.HIRED,
        side=Side.ORGANISATION,
        actor=Actor(None),
    )


def link(pattern):
    """The path of the link of the last message."""
    return re.search(rf"https?://[^/]+(/{pattern}/[\w.:-]+/)", mails()[-1].message)[1]


class TestOrganisationPage:
    @pytest.fixture
    def registration(self, company, manager):
        registration = came(held(company))
        run(days=7)
        return registration

    def test_reading_shows_and_does_nothing_but_be_logged(self, client, registration, manager):
        page = client.get(link("suites"))
        assert registration.participant.name in page.content.decode()
        assert page["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in page["Cache-Control"]
        assert not Outcome.objects.exists()
        [access] = OutcomeAccess.objects.all()
        assert (access.by, access.people, access.outcome) == (manager, 1, None)

    def test_a_button_records_who_said_it(self, client, registration, company, manager):
        question = questions(day=7).get()
        answer = {"question": question.pk, "answer": "hired"}
        assert client.post(link("suites"), answer).status_code == 302
        [fact] = Outcome.objects.all()
        assert (fact.kind, fact.side, fact.organisation) == ("hired", "organisation", company)
        assert fact.said_by == manager
        assert OutcomeAccess.objects.filter(outcome=fact).count() == 1
        page = client.get(link("suites")).content.decode()
        assert "Toujours en poste" in page
        assert "en poste, le" in page

    def test_who_was_never_answered_about_is_not_read_for_ever(
        self, client, registration, company, manager
    ):
        name = registration.participant.name
        for days, is_shown in ((29, True), (31, False)):
            questions(day=7).update(asked_at=timezone.now() - timedelta(days=days))
            page = client.get(organisation_url(company, manager))
            assert page.status_code == 200
            assert (name in page.content.decode()) is is_shown

    def test_nobody_else_is_in_it(self, client, registration, company):
        shy = came(registration.roster, shares_identity=False)
        other = came(held(make_company()))
        plan_questions(timezone.now())
        content = client.get(link("suites")).content.decode()
        assert shy.participant.name not in content
        assert other.participant.name not in content
        theirs = questions(participant=other.participant, day=7).get()
        answer = {"question": theirs.pk, "answer": "hired"}
        assert client.post(link("suites"), answer).status_code == 422
        assert not Outcome.objects.exists()

    @pytest.mark.parametrize(
        "typed",
        [{}, *({"question": key} for key in ("x", "²", "9" * 5000)), {"answer": "promoted"}],
    )
    def test_an_answer_that_is_none_says_so(self, client, registration, typed):
        answer = {"question": questions(day=7).get().pk, "answer": "hired"} | typed
        if not typed:
            answer = {}
        page = client.post(link("suites"), answer)
        assert page.status_code == 422
        assert registration.participant.name in page.content.decode()
        assert not Outcome.objects.exists()

    def test_withdrawn_they_leave_the_page(self, client, registration):
        registration.agreement.withdrawn_at = timezone.now()
        registration.agreement.save()
        page = client.get(link("suites"))
        assert page.status_code == 200
        assert registration.participant.name not in page.content.decode()

    def test_a_link_ends_with_the_membership_and_with_time(
        self, client, registration, company, manager, monkeypatch
    ):
        path = link("suites")
        assert client.get(path[:-3] + "/").status_code == 410
        later = timezone.now().timestamp() + 31 * 24 * 3600
        with monkeypatch.context() as patch:
            patch.setattr(signing.time, "time", lambda: later)
            assert client.get(path).status_code == 410
        assert client.get(path).status_code == 200
        manager.memberships.update(ended_at=timezone.now(), end_reason="Départ")
        assert client.get(path).status_code == 410

    def test_as_many_queries_for_twenty_people(self, client, registration, manager):
        def count():
            with CaptureQueriesContext(connection) as captured:
                client.get(link("suites"))
            return len(captured)

        count()
        few = count()
        for _ in range(19):
            came(registration.roster)
        plan_questions(timezone.now())
        questions(day=7).update(asked_at=timezone.now())
        assert count() == few


class TestOwnPage:
    @pytest.fixture
    def registration(self, company):
        registration = came(held(company))
        run(days=30)
        return registration

    def test_reading_does_nothing(self, client, registration):
        page = client.get(link("suite"))
        assert "J’ai été embauché·e par Menuiserie des Vosges" in page.content.decode()
        assert not Outcome.objects.exists()

    @pytest.mark.parametrize(
        ("answer", "kind", "by"),
        [
            ("hired:{pk}", "hired", True),
            ("hired", "hired", False),
            ("second_interview", "second_interview", False),
            ("pmsmp", "pmsmp", False),
            ("refused", "refused", False),
            ("no_news", "no_news", False),
        ],
    )
    def test_one_click_says_where_they_are(self, client, registration, company, answer, kind, by):
        page = client.post(link("suite"), {"answer": answer.format(pk=company.pk)})
        assert page.status_code == 200
        [fact] = Outcome.objects.all()
        assert (fact.kind, fact.side) == (kind, "person")
        assert fact.organisation == (company if by else None)
        assert (fact.said_by, fact.said_by_name) == (None, "")
        assert not questions(side=Side.PERSON, day=30, closed_at=None).exists()

    def test_an_organisation_that_they_did_not_meet_is_refused(self, client, registration):
        other = make_company()
        page = client.post(link("suite"), {"answer": f"hired:{other.pk}"})
        assert page.status_code == 422
        assert not Outcome.objects.exists()

    def test_another_answer_is_another_fact(self, client, registration, company):
        path = link("suite")
        client.post(path, {"answer": "no_news"})
        client.post(path, {"answer": f"hired:{company.pk}"})
        assert Outcome.objects.count() == 2

    def test_withdrawn_or_erased_nothing_is_asked(self, client, registration):
        path = link("suite")
        registration.agreement.withdrawn_at = timezone.now()
        registration.agreement.save()
        assert client.get(path).status_code == 410

    def test_the_links_of_two_sides_are_not_exchanged(self, client, registration, company, manager):
        own = person_url(questions(day=30, side=Side.PERSON).get()).rsplit("/", 2)[1]
        theirs = organisation_url(company, manager).rsplit("/", 2)[1]
        assert client.get(f"/suites/{own}/").status_code == 410
        assert client.get(f"/suite/{theirs}/").status_code == 410
