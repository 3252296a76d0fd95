"""Applying for somebody: with a proof, told to the person, who may take it back."""

import pytest
from django.test import Client
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.services.changing import change, lock_application
from portal.applications.states import Role, Status
from portal.participation import rules
from portal.participation.models import CallBack, Participant
from portal.participation.services.agreements import withdraw_agreement
from snippets.models import Organisation
from tests.factories import JobOfferPageFactory, OrganisationFactory, UserFactory
from tests.portal.accounts.people import join, officer, person_with, queries_of, signed_in
from tests.portal.applications.sending import (
    HELPED,
    apply_for_path,
    link_in,
    mails_to,
    only_application,
    pdf_file,
)
from tests.portal.candidates.things import candidate
from tests.portal.participation.people import make_application, make_guest

pytestmark = pytest.mark.django_db

LIST = "/accompagnement/candidatures/"
ADDRESS = HELPED["email"]


@pytest.fixture
def offer():
    return JobOfferPageFactory.row()


def partner(**fields) -> User:
    """A member of a verified employment partner."""
    organisation = OrganisationFactory(
        **{
            "kind": Organisation.Kind.EMPLOYMENT_PARTNER,
            "name": "Mission locale",
            "verified_at": timezone.now(),
            "verified_by": UserFactory(),
            "email": "accueil@mission-locale.test",
            **fields,
        }
    )
    return join(organisation).user


def helped(helper, offer, **typed):
    return signed_in(helper).post(apply_for_path(offer), {**HELPED, **typed}, follow=True)


def test_a_partner_applies_with_a_proof_and_the_person_is_told_by_whom(offer):
    helper = partner()
    page = helped(helper, offer, cv="pdf", file=pdf_file()).content.decode()
    assert "Candidature envoyée pour Nadia Benali" in page
    application = only_application()
    assert application.status == Status.SENT
    assert application.channel == "adviser"
    assert application.helped_by == helper
    assert application.helped_for.name == "Mission locale"
    proof = application.agreement
    assert (proof.how, proof.recorded_by, proof.recorded_for) == (
        "in_person",
        helper,
        application.helped_for,
    )
    assert proof.recorded_by_name == str(helper)
    assert "J’accepte que ce site envoie ma candidature" in proof.text
    (mail,) = mails_to(ADDRESS, "application_helped")
    assert mail.subject.startswith("On a postulé pour vous")
    assert str(helper) in mail.message
    assert "Mission locale" in mail.message
    assert proof.text in mail.message
    assert application.changes.get().actor == helper


def test_the_person_takes_the_agreement_back_by_the_link_and_nobody_reads_it_any_more(offer):
    helper = partner()
    Organisation.objects.filter(pk=offer.organisation_id).update(
        verified_at=timezone.now(), verified_by=UserFactory()
    )
    recruiter = join(offer.organisation).user
    helped(helper, offer, cv="pdf", file=pdf_file())
    assert Application.objects.visible_to(recruiter).count() == 1
    path = link_in(mails_to(ADDRESS, "application_helped")[0])
    visitor = Client()
    assert str(helper) in visitor.get(path).content.decode()
    assert "Retirer mon accord" in visitor.get(f"{path}retirer/").content.decode()
    assert only_application().agreement.withdrawn_at is None
    for _ in range(2):
        visitor.post(f"{path}retirer/")
    assert len(mails_to(ADDRESS, "application_withdrawn")) == 1
    application = only_application()
    assert application.agreement.withdrawn_at
    assert application.status == Status.WITHDRAWN
    assert application.cv.erased_at
    assert not Application.objects.visible_to(recruiter).exists()
    assert not Application.objects.helped_by(helper).exists()


def test_an_agreement_may_be_taken_back_after_the_answer(offer):
    helper = partner()
    helped(helper, offer)
    application = lock_application(only_application())
    change(application, Status.REFUSED, role=Role.RECRUITER, actor=Actor(helper), refusal="other")
    path = link_in(mails_to(ADDRESS, "application_helped")[0])
    visitor = Client()
    assert "Retirer mon accord" in visitor.get(path).content.decode()
    visitor.post(f"{path}retirer/")
    application.refresh_from_db()
    assert application.status == Status.REFUSED
    assert application.agreement.withdrawn_at
    assert not Application.objects.helped_by(helper).exists()


def test_the_helper_s_own_addresses_are_refused(offer):
    helper = partner()
    for address in (helper.email, helper.email.upper(), "accueil@mission-locale.test"):
        answer = helped(helper, offer, email=address)
        assert answer.status_code == 422
        assert "votre adresse" in str(answer.context["form"].errors["email"])
    assert not Participant.objects.exists()


def test_an_address_that_was_given_for_somebody_else_asks_for_a_tick(offer):
    helper = officer()
    helped(helper, offer)
    other = {"first_name": "Karim", "cv": "aucun"}
    answer = helped(helper, offer, **other)
    assert answer.status_code == 422
    assert "Vous avez déjà donné cette adresse" in str(answer.context["form"].errors["email"])
    assert 'name="same_address"' in answer.content.decode()
    assert helped(helper, offer, **other, same_address="on").status_code == 200
    assert Application.objects.count() == 2
    # The same person for another offer, and another helper, are no reason to ask.
    second = JobOfferPageFactory.row()
    assert helped(helper, second).status_code == 200
    assert helped(officer(), second, **other).status_code == 200


def test_no_address_is_said_and_never_forgotten(offer):
    helper = officer()
    assert helped(helper, offer, email="").status_code == 422
    assert helped(helper, offer, no_email="on").status_code == 422
    page = helped(helper, offer, email="", no_email="on", how="phone").content.decode()
    assert "Dites-lui ce que l’organisation répond" in page
    application = only_application()
    assert application.participant.address == ""
    assert application.channel == "phone"
    assert application.helped_for is None


@pytest.mark.parametrize("missing", ["agreed", "how", "first_name", "cv"])
def test_without_agreement_nor_proof_nothing_is_sent(offer, missing):
    answer = helped(officer(), offer, **{missing: ""})
    assert answer.status_code == 422
    assert missing in answer.context["form"].errors
    assert not Application.objects.exists()


def test_the_same_person_is_applied_for_once(offer):
    helper = officer()
    helped(helper, offer)
    answer = helped(helper, offer)
    assert answer.status_code == 422
    assert "existe déjà" in answer.content.decode()
    assert Application.objects.count() == 1


def test_what_the_person_typed_and_did_not_confirm_gives_way(offer):
    waiting = make_application(
        page=offer,
        participant=make_guest(first_name="Nadia", last_name="Benali", email=ADDRESS),
        status=Status.TO_CONFIRM,
    )
    call = CallBack.objects.create(
        participant=waiting.participant,
        phone="06 01 02 03 04",
        purpose="application",
        subject_id=waiting.pk,
    )
    helped(officer(), offer)
    waiting.refresh_from_db()
    call.refresh_from_db()
    assert call.result == "done"
    assert waiting.status == Status.WITHDRAWN
    assert Application.objects.get(status=Status.SENT).participant == waiting.participant


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": Organisation.Kind.COMPANY},
        {"verified_at": None, "verified_by": None},
    ],
    ids=["company", "not verified"],
)
def test_only_verified_partners_help(offer, fields):
    browser = signed_in(partner(**fields))
    assert browser.get(apply_for_path(offer)).status_code == 403
    assert browser.get(LIST).status_code == 403


@pytest.fixture
def acted_for(monkeypatch):
    """The people of an adviser, as a higher app says them."""
    person = candidate(first_name="Zoé")
    monkeypatch.setattr(rules, "_acting_for", [])
    rules.register_acting_for(lambda _: User.objects.filter(pk=person.pk))
    return person


def test_an_adviser_chooses_among_their_people_and_types_no_name(offer, acted_for):
    adviser = person_with(LevelName.ADVISER)
    page = signed_in(adviser).get(apply_for_path(offer)).content.decode()
    assert 'name="first_name"' not in page
    stranger = candidate()
    assert helped(adviser, offer, person=stranger.pk).status_code == 422
    assert helped(adviser, offer).status_code == 422
    assert not Application.objects.exists()
    helped(adviser, offer, person=acted_for.pk)
    application = only_application()
    assert application.participant.user == acted_for
    assert application.helped_by == adviser
    assert application.helped_for is None
    # By a link that asks for no account: who is helped may never sign in.
    assert link_in(mails_to(acted_for.email, "application_helped")[0])


def test_an_adviser_without_people_applies_for_nobody(offer):
    adviser = person_with(LevelName.ADVISER)
    assert helped(adviser, offer).status_code == 422
    assert not Application.objects.exists()


def test_a_partner_reads_what_becomes_of_its_own_people_and_of_no_others(offer):
    helper = partner()
    colleague = join(helper.memberships.get().organisation).user
    helped(helper, offer)
    for other in (partner(name="Autre mission", email="autre@mission.test"), officer()):
        helped(other, offer, first_name="Karim", email=f"karim{other.pk}@exemple.test")
    make_application(page=offer)
    change(
        lock_application(Application.objects.helped_by(helper).get()),
        Status.INTERVIEW,
        role=Role.RECRUITER,
        actor=Actor(helper),
    )
    own = Application.objects.helped_by(helper).get()
    others = Application.objects.exclude(pk=own.pk)
    for reader in (helper, colleague):
        browser = signed_in(reader)
        one = browser.get(f"{LIST}{own.pk}/").content.decode()
        assert "propose un entretien" in one
        assert {browser.get(f"{LIST}{other.pk}/").status_code for other in others} == {404}
        page = browser.get(LIST).content.decode()
        assert "Nadia Benali" in page
        assert "Entretien" in page
        assert "Karim" not in page


def test_what_the_person_did_by_themselves_is_not_the_partner_s(offer):
    helper = partner()
    helped(helper, offer)
    person = only_application().participant
    make_application(participant=person)
    assert Application.objects.helped_by(helper).count() == 1
    withdraw_agreement(agreement=Application.objects.helped_by(helper).get().agreement)
    assert (
        "Vous n’avez encore postulé pour personne" in signed_in(helper).get(LIST).content.decode()
    )


def test_a_long_list_is_searched_by_name_and_costs_the_same():
    helper = officer()
    browser = signed_in(helper)
    make_application(by=helper)
    with_one = queries_of(browser, LIST)
    for _ in range(14):
        make_application(by=helper)
    make_application(by=helper, participant=make_guest(first_name="Éloïse", last_name="Œuvrard"))
    make_application(by=helper, user=candidate(first_name="Éloïse", last_name="Œuvrard"))
    assert queries_of(browser, LIST) == with_one
    page = browser.get(LIST, {"q": "oeuvrard elo"})
    assert page.context["page"].paginator.count == 2
    assert "Éloïse Œuvrard" in page.content.decode()
