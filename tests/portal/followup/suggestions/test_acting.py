"""The team applies and registers for the person: with a proof, and never named outside."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from post_office.models import Email

from portal.accounts.level_names import LevelName
from portal.applications.models import Application
from portal.followup.unsaid import UNSAID
from portal.participation.models import Agreement, Participant
from portal.recruitment.models import Registration, Roster
from portal.recruitment.services.following import roster_of
from snippets.folding import fold_name
from snippets.models import Organisation
from tests.factories import OrganisationFactory, RecruitmentSessionPageFactory
from tests.portal.accounts.people import manager_of, person_with, signed_in
from tests.portal.followup.people_of_the_area import (
    join_team,
    link_account,
    make_professional,
    open_in_emergency,
)
from tests.portal.followup.suggestions.proposals import ADDRESS, make_case, offer, propose, rows

pytestmark = pytest.mark.django_db

SAID_YES = {"cv": "aucun", "how": "in_person", "agreed": "on"}


def apply_path(case, page):
    return reverse("followup:suggestion_apply", args=[case.pk, page.pk])


def register_path(case, page):
    return reverse("followup:suggestion_register", args=[case.pk, page.pk])


@pytest.fixture
def adviser(lasting):
    return make_professional(first_name="Wilhelmine", last_name="Zqkonseil")


@pytest.fixture
def followed(adviser):
    return make_case(adviser, first_name="ZÉLIE", birth_name="ROUSSEAU", phone="06 12 34 56 78")


@pytest.fixture
def desk(adviser):
    return signed_in(adviser.user)


@pytest.fixture
def session():
    page = RecruitmentSessionPageFactory.row()
    assert roster_of(page.pk)
    return page


def test_the_referent_applies_for_somebody_without_an_account(followed, adviser, desk):
    page = offer()
    propose(followed, page, adviser)
    answer = desk.post(apply_path(followed, page), SAID_YES, follow=True)
    assert "La candidature est envoyée" in answer.content.decode()
    made = Application.objects.get()
    assert (made.participant.first_name, made.participant.last_name) == ("Zélie", "Rousseau")
    assert (made.participant.email, made.channel, made.helped_for) == (ADDRESS, "adviser", None)
    proof = made.agreement
    assert (proof.how, proof.recorded_by, proof.recorded_by_name) == (
        "in_person",
        adviser.user,
        str(adviser.user),
    )
    assert rows()[0].application_id == made.pk
    screen = desk.get(f"/suivi/dossiers/{followed.pk}/offres/").content.decode()
    assert "Candidature envoyée" in screen


def test_for_a_linked_person_it_is_their_account_that_applies(followed, adviser, desk):
    person = person_with(LevelName.CANDIDATE)
    link_account(followed, person)
    page = offer()
    # Never proposed before: choosing it together says it.
    desk.post(apply_path(followed, page), SAID_YES | {"how": "phone"})
    made = Application.objects.get()
    assert (made.participant.user, made.channel) == (person, "phone")
    (row,) = rows()
    assert (row.way, row.application_id) == ("spoken", made.pk)


def test_without_an_agreement_nothing_is_sent_and_the_reason_is_said(followed, desk):
    page = offer()
    answer = desk.post(apply_path(followed, page), SAID_YES | {"agreed": ""})
    assert answer.status_code == 422
    assert "Sans l’accord de la personne, rien n’est envoyé" in answer.content.decode()
    assert desk.post(apply_path(followed, page), SAID_YES | {"how": ""}).status_code == 422
    assert not Application.objects.exists()
    assert not Agreement.objects.exists()
    assert rows() == []


def test_an_application_that_exists_is_refused_with_the_reason(followed, desk):
    page = offer()
    desk.post(apply_path(followed, page), SAID_YES)
    answer = desk.post(apply_path(followed, page), SAID_YES)
    assert answer.status_code == 422
    assert "Une candidature existe déjà" in answer.content.decode()
    assert Application.objects.count() == 1


def test_the_adviser_s_own_address_is_not_the_person_s(adviser, desk):
    case = make_case(adviser, email=adviser.user.email)
    answer = desk.post(apply_path(case, offer()), SAID_YES)
    assert answer.status_code == 422
    assert "votre adresse" in answer.content.decode()
    assert not Participant.objects.exists()


def test_the_referent_registers_the_person_to_a_session(followed, desk, session):
    path = register_path(followed, session)
    assert "Inscrire la personne" in desk.get(path).content.decode()
    answer = desk.post(path, {"how": "phone", "agreed": "on"}, follow=True)
    assert "Zélie Rousseau a une place" in answer.content.decode()
    made = Registration.objects.get()
    assert (made.channel, made.helped_for, made.status) == ("phone", None, "confirmed")
    assert made.agreement.how == "phone"
    assert rows()[0].registration_id == made.pk
    refused = desk.post(path, {"how": "phone", "agreed": ""})
    assert refused.status_code == 422


def test_a_session_for_people_of_the_area_is_told_in_neutral_words(followed, desk, session):
    Roster.objects.filter(page_id=session.pk).update(audience="rsa", title="Atelier du RSA")
    desk.post(register_path(followed, session), {"how": "in_person", "agreed": "on"})
    assert Registration.objects.count() == 1
    (mail,) = Email.objects.filter(to=ADDRESS)
    assert "Rendez-vous emploi" in mail.message
    assert UNSAID.isdisjoint(fold_name(f"{mail.subject} {mail.message}").split())


def test_a_delegated_body_enters_nobody_in_a_session_for_people_of_the_area(session):
    """The Département alone does; to any other session its professionals register their people."""
    body = OrganisationFactory(kind="association", siret="", name="Les Colverts")
    delegated = make_professional(structure=body)
    case, browser = make_case(delegated), signed_in(delegated.user)
    yes = {"how": "in_person", "agreed": "on"}
    Roster.objects.filter(page_id=session.pk).update(audience="rsa")
    path = register_path(case, session)
    assert "seul le Département inscrit" in browser.get(path, follow=True).content.decode()
    assert "seul le Département inscrit" in browser.post(path, yes).content.decode()
    # Nor by the door of the rest of the site, for somebody whose account is linked.
    person = person_with(LevelName.CANDIDATE)
    link_account(case, person)
    elsewhere = reverse("recruitment:register_for", args=[session.pk])
    typed = yes | {"account": person.pk}
    assert "seul le Département inscrit" in browser.get(elsewhere).content.decode()
    assert "seul le Département inscrit" in browser.post(elsewhere, typed).content.decode()
    assert not Registration.objects.exists()
    Roster.objects.filter(page_id=session.pk).update(audience="public")
    browser.post(elsewhere, typed)
    assert Registration.objects.count() == 1
    other = make_case(delegated)
    browser.post(register_path(other, session), yes)
    assert Registration.objects.count() == 2


def test_a_session_on_invitation_or_full_is_refused_with_the_reason(followed, desk, session):
    Roster.objects.filter(page_id=session.pk).update(audience="invitation")
    answer = desk.get(register_path(followed, session), follow=True)
    assert "sur invitation" in answer.content.decode()
    Roster.objects.filter(page_id=session.pk).update(audience="public", capacity=0)
    page = desk.post(register_path(followed, session), {"how": "phone", "agreed": "on"})
    assert page.status_code == 422
    assert not Registration.objects.exists()


def test_an_ad_that_is_closed_says_why(followed, desk):
    page = offer(apply_by="phone")
    answer = desk.get(apply_path(followed, page), follow=True)
    assert "réponde autrement" in answer.content.decode()


def test_the_team_acts_and_the_unit_s_manager_an_emergency_reader_and_strangers_do_not(
    followed, adviser, desk, session
):
    page = offer()
    paths = (apply_path(followed, page), register_path(followed, session))
    member = make_professional(unit=adviser.unit)
    join_team(followed, member)
    asked = make_professional(unit=adviser.unit)
    join_team(followed, asked, confirmed=False)
    reader = make_professional()
    open_in_emergency(followed, reader)
    manager = make_professional(LevelName.UNIT_MANAGER, unit=adviser.unit)
    for path in paths:
        assert signed_in(member.user).get(path).status_code == 200
        for other in (asked, reader, manager, make_professional()):
            browser = signed_in(other.user)
            assert browser.get(path).status_code == 404
            assert browser.post(path, SAID_YES).status_code == 404
    assert not Application.objects.exists()
    assert not Registration.objects.exists()


def test_a_form_without_its_token_is_refused(followed, adviser):
    browser = signed_in(adviser.user)
    page = offer()
    browser.handler.enforce_csrf_checks = True
    assert browser.post(apply_path(followed, page), SAID_YES).status_code == 403
    assert not Application.objects.exists()
    browser.handler.enforce_csrf_checks = False
    browser.post(apply_path(followed, page), SAID_YES)
    assert Application.objects.exists()


@pytest.fixture
def recruiter(followed, desk, session):
    """Who received an application and a registration that the adviser sent."""
    page = offer()
    desk.post(apply_path(followed, page), SAID_YES)
    desk.post(
        register_path(followed, session),
        {"how": "in_person", "agreed": "on", "shares_identity": "on"},
    )
    organisations = Organisation.objects.filter(pk__in=[page.organisation_id])
    organisations.update(verified_at="2026-01-01T00:00Z")
    roster = Roster.objects.get(page_id=session.pk)
    roster.organisations.add(page.organisation)
    Roster.objects.filter(pk=roster.pk).update(organisation=page.organisation)
    return page, roster, signed_in(manager_of(page.organisation))


def cells_of(answer) -> str:
    """Every cell of a workbook, as one text."""
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    return " ".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    )


def test_nothing_of_the_organisation_s_side_names_the_adviser(recruiter, adviser):
    """Lists, one candidate, files, mails: « avec une aide », and no more."""
    page, roster, browser = recruiter
    application, registration = Application.objects.get(), Registration.objects.get()
    texts = [
        browser.get(path).content.decode()
        for path in (
            f"/candidatures/{page.pk}/",
            f"/candidatures/dossier/{application.pk}/",
            f"/rencontres/{roster.pk}/",
            f"/rencontres/inscription/{registration.pk}/",
        )
    ]
    texts += [
        cells_of(browser.post(f"/candidatures/{page.pk}/export/xlsx/")),
        cells_of(browser.get(f"/rencontres/{roster.pk}/export/xlsx/")),
    ]
    assert all("Rousseau" in text for text in texts)
    assert "avec une aide" in texts[1]
    assert "avec une aide" in texts[3]
    texts += [f"{mail.subject} {mail.message}" for mail in Email.objects.exclude(to=[ADDRESS])]
    for text in texts:
        for unsaid in ("Zqkonseil", adviser.user.email, adviser.structure.name, "professionnel·le"):
            assert unsaid not in text
