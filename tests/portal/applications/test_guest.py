"""Without an account: nothing leaves before an address or a phone proves to be the person's."""

import pytest
from django.test import Client
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.applications import limits
from portal.applications.models import Application
from portal.applications.services.applying import confirm
from portal.applications.signals import application_sent
from portal.applications.states import Role, Status
from portal.participation.models import CallBack, Participant
from tests.factories import JobOfferPageFactory
from tests.portal.accounts.people import officer
from tests.portal.applications.sending import (
    GUEST,
    apply_path,
    files_kept,
    link_in,
    mails_to,
    only_application,
    pdf_file,
)
from tests.portal.participation.people import make_application, make_guest

ADDRESS = GUEST["email"]


@pytest.fixture
def offer(db):
    return JobOfferPageFactory.row()


@pytest.fixture
def heard():
    found = []

    def hear(application, **kwargs):
        found.append(application.pk)

    application_sent.connect(hear)
    yield found
    application_sent.disconnect(hear)


def send(offer, **typed):
    return Client().post(apply_path(offer), {**GUEST, **typed}, follow=True)


def test_the_link_of_the_message_shows_and_its_button_sends(offer, heard):
    page = send(offer, cv="pdf", file=pdf_file()).content.decode()
    assert "Regardez vos messages" in page
    application = only_application()
    assert application.status == Status.TO_CONFIRM
    assert heard == []
    (mail,) = mails_to(ADDRESS, "application_to_confirm")
    visitor, path = Client(), link_in(mail)
    shown = visitor.get(path).content.decode()
    assert offer.title in shown
    assert "Je suis disponible lundi." in shown
    visitor.get(f"{path}confirmer/")
    assert only_application().status == Status.TO_CONFIRM
    assert not only_application().participant.email_confirmed_at

    done = visitor.post(f"{path}confirmer/", follow=True).content.decode()
    assert "Votre candidature est envoyée." in done
    application = only_application()
    assert application.status == Status.SENT
    assert application.sent_at
    assert application.participant.email_confirmed_at
    assert heard == [application.pk]
    # The person did it, whatever account there is: not the site.
    assert {change.actor_name for change in application.changes.all()} == {"Nadia Benali"}
    (sent,) = mails_to(ADDRESS, "application_sent")
    assert link_in(sent) == path
    assert "La réponse est attendue" in visitor.get(path).content.decode()


def test_confirming_twice_sends_once(offer, heard):
    send(offer)
    path = link_in(mails_to(ADDRESS, "application_to_confirm")[0])
    for _ in range(2):
        assert Client().post(f"{path}confirmer/").status_code == 302
    assert len(heard) == 1
    assert len(mails_to(ADDRESS, "application_sent")) == 1


def test_sent_twice_before_it_is_confirmed_the_last_words_count(offer):
    send(offer, cv="pdf", file=pdf_file("ancien.pdf"))
    send(offer, cv="pdf", file=pdf_file("nouveau.pdf"), message="Plutôt mardi.", keep_in_mind="on")
    application = only_application()
    assert application.message == "Plutôt mardi."
    assert application.cv.title == "nouveau"
    assert "deux ans" in application.agreement.text
    first, second = mails_to(ADDRESS, "application_to_confirm")
    assert link_in(first) == link_in(second)
    assert Participant.objects.count() == 1


def test_who_types_somebody_s_name_and_address_learns_nothing(offer):
    known = make_guest(first_name="Nadia", last_name="Benali", email=ADDRESS)
    make_application(page=offer, participant=known)
    again = send(offer, cv="pdf", file=pdf_file())
    new = send(offer, first_name="Zoé", email="zoe@exemple.test")
    assert again.redirect_chain == new.redirect_chain
    assert again.content == new.content
    assert Application.objects.filter(participant=known).count() == 1
    (mail,) = mails_to(ADDRESS, "application_already")
    assert "elle n’a pas changé" in mail.message
    assert not mails_to(ADDRESS, "application_to_confirm")


def test_with_a_phone_only_an_officer_calls_and_confirms(offer, heard):
    page = send(offer, email="", phone="06 01 02 03 04").content.decode()
    assert "Le service emploi vous appelle" in page
    send(offer, email="", phone="+33 6 01 02 03 04")
    application = only_application()
    (line,) = CallBack.objects.all()
    assert (line.purpose, line.subject_id) == ("application", application.pk)
    assert offer.title in line.about
    assert heard == []
    caller = officer()
    confirm(application=application, actor=Actor(caller), role=Role.RECRUITER)
    assert heard == [application.pk]
    last = only_application().changes.last()
    assert (last.to_status, last.actor) == (Status.SENT, caller)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "nadia@"}, "email"),
        ({"email": "", "phone": "abc"}, "phone"),
        ({"first_name": " "}, "first_name"),
        ({"last_name": "Gagnez www.spam.test"}, "last_name"),
        ({"agreed": ""}, "agreed"),
        ({"cv": ""}, "cv"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost(offer, typed, field):
    answer = send(offer, **typed)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "Je suis disponible lundi." in answer.content.decode()
    assert not Participant.objects.exists()


def test_a_message_repeats_nothing_that_a_stranger_typed(offer):
    send(offer, first_name="Gagnez", last_name="mille euros", message="http://spam.test")
    (mail,) = mails_to(ADDRESS, "application_to_confirm")
    assert not {"Gagnez", "mille"} & set(mail.message.split())
    assert "spam" not in mail.message + mail.html_message + mail.subject


def test_a_robot_is_thanked_and_nothing_is_kept(offer):
    assert "Regardez vos messages" in send(offer, website="http://spam").content.decode()
    assert not Participant.objects.exists()


@pytest.mark.parametrize("path", ["", "confirmer/", "retirer/"])
@pytest.mark.parametrize("token", ["faux", "1.faux", "1"])
def test_a_forged_link_says_so_and_changes_nothing(offer, path, token):
    send(offer)
    for method in ("get", "post"):
        answer = getattr(Client(), method)(f"/candidature/{token}/{path}")
        assert answer.status_code in ({410} if path or method == "get" else {405, 410})
    assert only_application().status == Status.TO_CONFIRM


def test_a_page_after_a_form_that_is_forged_is_gone(offer):
    assert Client().get("/postuler/envoyee/1-mail.faux/").status_code == 410


def test_an_offer_that_closed_meanwhile_is_not_applied_to(offer, heard):
    send(offer)
    path = link_in(mails_to(ADDRESS, "application_to_confirm")[0])
    type(offer).objects.filter(pk=offer.pk).update(live=False, filled_at=timezone.now())
    page = Client().post(f"{path}confirmer/", follow=True).content.decode()
    assert "Cette offre est pourvue" in page
    assert only_application().status == Status.TO_CONFIRM
    assert heard == []


def test_who_changes_their_mind_withdraws_by_the_link_and_the_cv_goes(
    offer, django_capture_on_commit_callbacks
):
    send(offer, cv="pdf", file=pdf_file())
    path = link_in(mails_to(ADDRESS, "application_to_confirm")[0])
    visitor = Client()
    visitor.post(f"{path}confirmer/")
    assert "Retirer ma candidature" in visitor.get(f"{path}retirer/").content.decode()
    assert only_application().status == Status.SENT
    assert len(files_kept()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        page = visitor.post(f"{path}retirer/", follow=True).content.decode()
    assert "Votre candidature est retirée." in page
    application = only_application()
    assert application.status == Status.WITHDRAWN
    assert application.cv.erased_at
    assert files_kept() == []
    assert application.changes.last().actor_name == "Nadia Benali"
    assert len(mails_to(ADDRESS, "application_withdrawn")) == 1
    visitor.post(f"{path}retirer/")
    assert len(mails_to(ADDRESS, "application_withdrawn")) == 1
    # And may apply again.
    send(offer)
    assert sorted(Application.objects.values_list("status", flat=True)) == [
        "to_confirm",
        "withdrawn",
    ]


def test_one_network_many_people_one_address_few(offer):
    for _ in range(limits.BY_PERSON_AND_VISITOR.most):
        assert send(offer).status_code == 200
    refused = send(offer)
    assert refused.status_code == 429
    assert "Je suis disponible lundi." in refused.content.decode()
    # A neighbour on the same network goes on.
    assert send(offer, email="voisin@exemple.test", first_name="Paul").status_code == 200
