"""A candidate follows their applications, in words, and theirs alone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal.accounts.actors import AUTOMATIC, Actor
from portal.applications.links import follow_token
from portal.applications.models import Application
from portal.applications.services.changing import change, lock_application
from portal.applications.services.unconfirmed import drop_unconfirmed
from portal.applications.services.withdrawing import withdraw
from portal.applications.states import Refusal, Role, Status
from portal.applications.wording import told
from portal.candidates.home_registry import overviews_of
from portal.participation.models import CallBack
from portal.participation.services.participants import participant_of
from tests.factories import JobOfferPageFactory, UserFactory, VolunteeringPageFactory
from tests.portal.accounts.people import join, queries_of, signed_in
from tests.portal.applications.sending import files_kept, mails_to
from tests.portal.candidates.things import candidate
from tests.portal.participation.people import (
    make_application,
    make_frozen_cv,
    make_phone_guest,
)

pytestmark = pytest.mark.django_db

LIST = "/mon-espace/candidatures/"


def recruiter_of(offer):
    organisation = offer.organisation
    organisation.verified_at, organisation.verified_by = timezone.now(), UserFactory()
    organisation.save()
    return join(organisation).user


@pytest.fixture
def person():
    return candidate()


@pytest.fixture
def browser(person):
    return signed_in(person)


def test_an_empty_list_leads_to_offers(browser):
    page = browser.get(LIST).content.decode()
    assert "Vous n’avez pas encore postulé" in page


def test_every_state_is_said_in_a_sentence_with_what_comes_next(person, browser):
    sentences = set()
    for status in Status:
        application = make_application(user=person, status=status)
        state = told(application)
        assert state.sentence.endswith((".", "!"))
        assert state.next or status == Status.HIRED
        sentences.add(state.sentence)
        page = browser.get(f"{LIST}{application.pk}/").content.decode()
        assert state.label in page
    assert len(sentences) >= len(Status) - 1
    assert browser.get(LIST).status_code == 200


def test_the_day_of_the_answer_is_said_then_that_it_is_late():
    assert "La réponse est attendue d’ici le" in told(make_application(days_ago=14)).next
    late = told(make_application(days_ago=15)).next
    assert "en retard" in late
    assert "attendue pour le" in late


def test_a_filled_post_is_said_and_no_other_reason(person, browser):
    filled = make_application(user=person, status=Status.REFUSED, refusal=Refusal.FILLED)
    mobility = make_application(user=person, status=Status.REFUSED, refusal=Refusal.MOBILITY)
    assert "Le poste est pourvu." in browser.get(f"{LIST}{filled.pk}/").content.decode()
    page = browser.get(f"{LIST}{mobility.pk}/").content.decode()
    assert "Mobilité" not in page
    mission = make_application(
        page=VolunteeringPageFactory.row(), status=Status.REFUSED, refusal=Refusal.FILLED
    )
    assert told(mission).sentence == "Cette mission a trouvé ses bénévoles."


def test_the_history_names_the_organisation_and_nobody_in_it(person, browser):
    application = make_application(user=person)
    recruiter = UserFactory(first_name="Bertrand", last_name="Recruteur")
    change(
        lock_application(application),
        Status.SHORTLISTED,
        role=Role.RECRUITER,
        actor=Actor(recruiter),
        is_late=True,
    )
    page = browser.get(f"{LIST}{application.pk}/").content.decode()
    assert f"{application.organisation} l’a présélectionnée." in page
    assert "La réponse est venue après le délai." in page
    assert "Recruteur" not in page


def test_somebody_else_s_application_is_not_found(browser):
    other = make_application(user=candidate())
    for path in ("", "retirer/"):
        assert browser.get(f"{LIST}{other.pk}/{path}").status_code == 404
    assert browser.post(f"{LIST}{other.pk}/retirer/").status_code == 404
    other.refresh_from_db()
    assert other.status == Status.SENT


def test_the_list_costs_the_same_with_one_and_twenty(person, browser):
    make_application(user=person)
    with_one = queries_of(browser, LIST)
    for _ in range(19):
        make_application(user=person)
    assert queries_of(browser, LIST) == with_one


def test_withdrawing_is_asked_once_then_done(person, browser, django_capture_on_commit_callbacks):
    participant = participant_of(user=person)
    application = make_application(participant=participant, cv=make_frozen_cv(participant))
    path = f"{LIST}{application.pk}/retirer/"
    assert "Le CV envoyé est effacé" in browser.get(path).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        page = browser.post(path, follow=True).content.decode()
    assert "Votre candidature est retirée." in page
    application.refresh_from_db()
    assert application.status == Status.WITHDRAWN
    assert application.changes.last().actor == person
    assert files_kept() == []
    assert len(mails_to(person.email, "application_withdrawn")) == 1


def test_one_reads_the_cv_that_one_sent_until_it_is_erased(person, browser):
    participant = participant_of(user=person)
    application = make_application(participant=participant, cv=make_frozen_cv(participant))
    own, link = f"{LIST}{application.pk}/cv/", f"/candidature/{follow_token(application)}/cv/"
    for reader, path in ((browser, own), (Client(), link)):
        answer = reader.get(path)
        assert b"".join(answer.streaming_content).startswith(b"%PDF-")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"]
    assert own in browser.get(f"{LIST}{application.pk}/").content.decode()
    assert signed_in(candidate()).get(own).status_code == 404
    withdraw(application=application, actor=Actor(person))
    assert browser.get(own).status_code == 404
    assert Client().get(link).status_code == 404


@pytest.mark.parametrize("status", [Status.HIRED, Status.REFUSED])
def test_what_is_answered_is_not_withdrawn(person, browser, status):
    application = make_application(user=person, status=status)
    path = f"{LIST}{application.pk}/retirer/"
    assert "ne peut plus être retirée" in browser.get(path).content.decode()
    page = browser.post(path, follow=True).content.decode()
    assert "a déjà répondu" in page
    application.refresh_from_db()
    assert application.status == status


@pytest.mark.parametrize("status", [Status.SENT, Status.HIRED])
def test_who_was_helped_takes_back_in_their_space_what_the_page_says(person, browser, status):
    """As by the link of their message: neither the organisation nor who helped sees it again."""
    helper, offer = candidate(), JobOfferPageFactory.row()
    recruiter = recruiter_of(offer)
    application = make_application(page=offer, user=person, by=helper, status=status)
    assert list(Application.objects.visible_to(recruiter)) == [application]
    own = f"{LIST}{application.pk}/"
    assert "Retirer mon accord" in browser.get(own).content.decode()
    page = browser.post(f"{own}retirer/", follow=True).content.decode()
    assert "Votre accord est retiré" in page
    application.agreement.refresh_from_db()
    assert application.agreement.withdrawn_at
    assert not Application.objects.visible_to(recruiter).exists()
    assert "Retirer" not in browser.get(own).content.decode()


def test_the_organisation_reads_that_it_was_withdrawn(person, browser):
    """A line in its list: nobody asks where it went."""
    application = make_application(user=person)
    browser.post(f"{LIST}{application.pk}/retirer/")
    assert Application.objects.filter(agreement__withdrawn_at__isnull=True).get() == application


def test_what_was_dropped_before_it_left_reaches_nobody_who_recruits():
    """It was typed by somebody, and never sent: the organisation reads no name."""
    offer = JobOfferPageFactory.row()
    recruiter = recruiter_of(offer)
    sent = make_application(page=offer)
    for dropped in (
        make_application(page=offer, status=Status.TO_CONFIRM),
        make_application(page=offer, status=Status.TO_CONFIRM, days_ago=8),
    ):
        if dropped.created_at > timezone.now() - timedelta(days=1):
            withdraw(application=dropped, actor=Actor(None, guest_name="Nadia"))
    drop_unconfirmed()
    withdraw(application=sent, actor=Actor(None, guest_name="Nadia"))
    assert Application.objects.filter(status=Status.WITHDRAWN).count() == 3
    assert list(Application.objects.visible_to(recruiter)) == [sent]


def test_the_space_shows_how_many_and_what_waits_for_the_person(person):
    def told():
        """What the space says of applications; some of what it assembles has no tile."""
        tiles = [found for found in overviews_of(person) if found.tile]
        return next(found for found in tiles if found.tile.title == "Candidatures")

    assert "pas encore postulé" in told().tile.state
    make_application(user=person)
    make_application(user=person, status=Status.REFUSED)
    asked = make_application(user=person, status=Status.INTERVIEW)
    found = told()
    assert "2\u00a0candidatures en cours" in found.tile.state
    (step,) = found.steps
    assert step.rank == 10
    assert str(asked.organisation) in step.title
    assert step.url == f"{LIST}{asked.pk}/"


def test_the_space_costs_the_same_with_one_and_twenty(person, browser):
    make_application(user=person, status=Status.INTERVIEW)
    with_one = queries_of(browser, "/mon-espace/")
    for _ in range(19):
        make_application(user=person, status=Status.INTERVIEW)
    assert queries_of(browser, "/mon-espace/") == with_one


def test_a_week_without_confirmation_withdraws_it_erases_its_cv_and_its_call(
    django_capture_on_commit_callbacks,
):
    guest = make_phone_guest()
    old = make_application(
        participant=guest,
        status=Status.TO_CONFIRM,
        days_ago=8,
        cv=make_frozen_cv(guest),
        message="Bonjour",
    )
    call = CallBack.objects.create(
        participant=guest, phone=guest.phone, purpose="application", subject_id=old.pk
    )
    young = make_application(status=Status.TO_CONFIRM, days_ago=6)
    sent = make_application(days_ago=30)
    with django_capture_on_commit_callbacks(execute=True):
        assert drop_unconfirmed() == 1
    assert drop_unconfirmed(now=timezone.now() + timedelta(hours=1)) == 0
    for row in (old, young, sent, call):
        row.refresh_from_db()
    assert (old.status, old.message) == (Status.WITHDRAWN, "")
    assert (young.status, sent.status) == (Status.TO_CONFIRM, Status.SENT)
    assert old.changes.last().actor_name == AUTOMATIC
    assert files_kept() == []
    assert (call.result, call.closed_at is not None) == ("unreachable", True)
    page = Client().get(f"/candidature/{follow_token(old)}/").content.decode()
    assert "Vous n’êtes plus candidat·e" in page


def test_one_that_cannot_be_dropped_holds_no_other_back(monkeypatch):
    broken, other = (make_application(status=Status.TO_CONFIRM, days_ago=8) for _ in range(2))
    rules = drop_unconfirmed.__globals__

    def fails(application):
        if application == broken:
            raise RuntimeError
        return lock_application(application)

    monkeypatch.setitem(rules, "lock_application", fails)
    assert drop_unconfirmed() == 1
    other.refresh_from_db()
    assert other.status == Status.WITHDRAWN
