"""Writing to the people of an offer: about it alone, without answering them."""

import pytest
from django.utils import timezone
from post_office.models import Email

from portal.applications.models import Application, ApplicationMessage
from portal.applications.services.messages import replies_of
from portal.applications.states import Status
from portal.participation.group_messages import TWICE
from snippets.mail import kinds
from snippets.mail.categories import SERVICE
from tests.factories import OrganisationFactory
from tests.portal.accounts.people import officer, person_with, signed_in
from tests.portal.applications.received import offer_of, recruiting, url
from tests.portal.participation.people import make_application, make_applications, make_guest

pytestmark = pytest.mark.django_db
TEXT = "Bonjour {prenom},\n\nLes entretiens pour {annonce} sont reportés."


@pytest.fixture
def company():
    return recruiting(email="rh@menuiserie.example", name="Menuiserie des Vosges")[0]


@pytest.fixture
def offer(company):
    return offer_of(company, title="Maçon")


@pytest.fixture
def member(company):
    return signed_in(company.memberships.get().user)


def typed(*rows, stage="send", **changed):
    return {
        "ids": [row.pk for row in rows],
        "stage": stage,
        "subject": "Entretiens reportés",
        "text": TEXT,
        "reply_to": "service",
        **changed,
    }


def test_each_reads_their_own_and_no_state_changes(member, offer):
    rows = [
        make_application(page=offer, participant=make_guest(first_name=name))
        for name in ("Anne", "Paul")
    ]
    answer = member.post(url("message", offer.pk), typed(*rows, reply_to="organisation"))
    assert answer.url == url("list", offer.pk)
    mails = {mail.to[0]: mail for mail in Email.objects.all()}
    for row in rows:
        mail = mails.pop(row.participant.email)
        assert f"Bonjour {row.participant.first_name}," in mail.message
        assert "Les entretiens pour Maçon sont reportés." in mail.message
        assert "Menuiserie des Vosges vous écrit au sujet de votre candidature" in mail.message
        assert mail.headers["Reply-To"] == "rh@menuiserie.example"
        assert "lue par\u00a0: Menuiserie des Vosges." in mail.message
        assert "List-Unsubscribe" not in mail.headers
    assert mails == {}
    assert set(Application.objects.values_list("status", flat=True)) == {Status.SENT}
    assert kinds.get("application_message").category == SERVICE


def test_it_is_looked_at_then_kept_and_shown_in_the_history(member, offer):
    row = make_application(page=offer)
    seen = member.post(url("message", offer.pk), typed(row, stage="preview"))
    assert "sont reportés" in seen.text
    assert not Email.objects.exists()
    member.post(url("message", offer.pk), typed(row, reply_to="own"))
    message = ApplicationMessage.objects.get()
    assert set(message.recipients.all()) == {row}
    assert message.replies_read_by == "Marc Vauthier, Menuiserie des Vosges"
    assert "Entretiens reportés" in member.get(url("message", offer.pk)).text
    assert "Message envoyé" in member.get(url("one", row.pk)).text


def test_an_organisation_does_not_read_what_an_officer_wrote(member, offer):
    row = make_application(page=offer)
    signed_in(officer()).post(
        url("message", offer.pk), typed(row, subject="Un fauteuil vous attend")
    )
    assert ApplicationMessage.objects.exists()
    for page in (url("message", offer.pk), url("one", row.pk)):
        assert "fauteuil" not in member.get(page).text


def test_who_cannot_be_written_to_is_left_out_and_counted(member, offer):
    reached, hidden, gone = make_applications(3, page=offer)
    silent = make_application(page=offer, participant=make_guest(email="", phone="0611223344"))
    Application.objects.filter(pk=hidden.pk).update(hidden_at=timezone.now())
    Application.objects.filter(pk=gone.pk).update(status=Status.WITHDRAWN)
    answer = member.post(
        url("message", offer.pk), typed(reached, hidden, gone, silent), follow=True
    )
    assert "2\u00a0personnes sans adresse" in str(*answer.context["messages"])
    assert Email.objects.get().to == [reached.participant.email]


def test_nobody_writes_to_the_people_of_another_offer(member, offer):
    other = make_application(page=offer_of(recruiting()[0]))
    answer = member.post(url("message", offer.pk), typed(other), follow=True)
    assert "Choisissez au moins une personne" in str(*answer.context["messages"])
    assert not Email.objects.exists()


def test_the_same_message_leaves_once(member, offer):
    row = make_application(page=offer)
    member.post(url("message", offer.pk), typed(row))
    again = member.post(url("message", offer.pk), typed(row))
    assert again.status_code == 422
    assert TWICE in again.text
    assert Email.objects.count() == 1


def test_a_set_that_differs_is_written_to_without_those_who_just_had_it(member, offer):
    first, second, third = (make_application(page=offer) for _ in range(3))
    member.post(url("message", offer.pk), typed(first, second))
    answer = member.post(url("message", offer.pk), typed(second, third), follow=True)
    said = " ".join(map(str, answer.context["messages"]))
    assert "part à 1\u00a0personne. 1\u00a0personne l’avait déjà reçu à l’instant." in said
    assert sorted(mail.to[0] for mail in Email.objects.all()) == sorted(
        row.participant.email for row in (first, second, third)
    )
    assert set(ApplicationMessage.objects.latest("pk").recipients.all()) == {third}


def test_answers_go_to_the_organisation_only_when_all_applied_to_it(offer):
    mine = make_application(page=offer)
    elsewhere = make_application(page=offer, organisation=OrganisationFactory())
    assert "organisation" in replies_of([mine], officer())
    assert "organisation" not in replies_of([mine, elsewhere], officer())


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"text": "Vous touchez le R.S.A."}, "text"),
        ({"subject": "Allocataires"}, "subject"),
        ({"text": "Venez le {date}"}, "text"),
        ({"text": "Bonjour {nom}"}, "text"),
        ({"reply_to": "ailleurs@exemple.test"}, "reply_to"),
        ({"text": ""}, "text"),
    ],
)
def test_what_may_not_leave_is_said_beside_its_field(member, offer, changed, field):
    row = make_application(page=offer)
    for stage in ("preview", "send"):
        answer = member.post(url("message", offer.pk), typed(row, stage=stage, **changed))
        assert answer.status_code == 422
        assert answer.context["form"].errors[field]
    assert not Email.objects.exists()


def test_the_list_writes_to_those_who_wait_and_leads_officers_alone_to_a_campaign(member, offer):
    waiting, refused = make_applications(2, page=offer)
    Application.objects.filter(pk=refused.pk).update(status=Status.REFUSED, refusal="profile")
    assert "Écrire aux candidats en attente" in member.get(url("list", offer.pk)).text
    asked = {"all": "1", "query": "etat=en-attente"}
    seen = member.post(url("message", offer.pk), asked)
    assert [row.pk for row in seen.context["chosen"]] == [waiting.pk]
    assert "C’est une campagne" not in seen.text


def test_messages_about_deleted_offers_are_not_found(offer):
    assert signed_in(officer()).get(url("message", 0)).status_code == 404
    assert signed_in(person_with("candidate")).get(url("message", offer.pk)).status_code == 403
