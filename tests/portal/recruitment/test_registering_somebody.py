"""Registering somebody who agreed: by an officer, or by an employment partner."""

import pytest
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from portal.accounts.level_names import LevelName
from portal.participation.models import Agreement
from portal.recruitment.models import Registration, RegistrationChange
from portal.recruitment.states import Status
from snippets.models import Organisation
from tests.factories import OrganisationFactory, UserFactory
from tests.portal.accounts.people import officer, person_with, place, queries_of, signed_in
from tests.portal.recruitment.registering import (
    HELPED,
    form_path,
    last_mail,
    mails,
    make_session,
    register_guest,
    text_of,
)

pytestmark = pytest.mark.django_db
ADDRESS = HELPED["email"]
LIST = "/accompagnement/inscriptions/"


def for_path(page) -> str:
    return f"{form_path(page)}pour-quelqu-un/"


def partner(organisation: Organisation | None = None):
    """A member of an employment partner that was verified."""
    organisation = organisation or OrganisationFactory(
        kind=Organisation.Kind.EMPLOYMENT_PARTNER, verified_at=timezone.now()
    )
    user = UserFactory()
    place(user, LevelName.ORGANISATION_MEMBER, organisation)
    return user, organisation


def test_the_proof_says_who_heard_the_yes_how_and_which_text():
    page, roster = make_session()
    user, organisation = partner()
    answer = signed_in(user).post(for_path(page), HELPED, follow=True)
    assert "Éloïse Martin a une place" in text_of(answer)
    registration = roster.registrations.get()
    agreement = registration.agreement
    assert (registration.status, registration.channel) == (Status.CONFIRMED, "adviser")
    assert (agreement.how, agreement.recorded_by, agreement.recorded_for) == (
        Agreement.How.IN_PERSON,
        user,
        organisation,
    )
    assert "annuler à tout moment" in agreement.text
    assert registration.changes.last().actor == user
    mail = last_mail(ADDRESS)
    assert f"{user} ({organisation}) vous a inscrit·e" in mail.message
    assert "Retirer mon accord" in mail.message


def test_without_an_agreement_nothing_is_kept():
    page, roster = make_session()
    answer = signed_in(officer()).post(for_path(page), {**HELPED, "agreed": ""})
    assert answer.status_code == 422
    assert "Sans l’accord de la personne" in text_of(answer)
    answer = signed_in(officer()).post(for_path(page), {**HELPED, "how": ""})
    assert "Dites comment" in text_of(answer)
    assert not roster.registrations.exists()


def test_the_helper_s_own_address_is_refused():
    page, roster = make_session()
    user, organisation = partner()
    for address in (user.email, organisation.email):
        answer = signed_in(user).post(for_path(page), {**HELPED, "email": address})
        assert answer.status_code == 422
        assert "C’est votre adresse" in text_of(answer)
        assert "Martin" in answer.content.decode()
    assert not roster.registrations.exists()


def test_an_address_given_for_another_person_is_asked_about_once_more():
    page, roster = make_session()
    browser = signed_in(officer())
    browser.post(for_path(page), HELPED)
    other = {**HELPED, "first_name": "Paul"}
    answer = browser.post(for_path(page), other)
    assert answer.status_code == 422
    assert 'name="same_address"' in answer.content.decode()
    assert roster.registrations.count() == 1
    browser.post(for_path(page), {**other, "same_address": "on"})
    assert roster.registrations.count() == 2


def test_no_address_is_accepted_when_it_is_said_and_the_helper_tells_the_person():
    page, roster = make_session()
    browser = signed_in(officer())
    without = {**HELPED, "email": ""}
    answer = browser.post(for_path(page), without)
    assert "ou cochez" in text_of(answer)
    answer = browser.post(for_path(page), {**without, "no_email": "on"}, follow=True)
    assert "c’est à vous de le lui dire" in text_of(answer)
    assert roster.registrations.get().status == Status.CONFIRMED
    assert not Email.objects.filter(subject__contains="réservée").exists()


def test_a_double_registration_is_said_and_changes_nothing():
    page, roster = make_session()
    register_guest(page)
    answer = signed_in(officer()).post(for_path(page), HELPED)
    assert answer.status_code == 422
    assert "déjà inscrite" in text_of(answer)
    assert roster.registrations.get().helped_by is None


@pytest.mark.parametrize("audience", ["rsa", "invitation"])
def test_only_who_manages_registers_for_a_session_that_is_not_open_to_all(audience):
    page, roster = make_session(audience=audience)
    user, _ = partner()
    assert "On ne peut pas s’inscrire" in text_of(signed_in(user).get(for_path(page)))
    assert signed_in(user).post(for_path(page), HELPED).status_code == 422
    assert not roster.registrations.exists()
    assert signed_in(officer()).post(for_path(page), HELPED).status_code == 302
    assert roster.registrations.count() == 1


def test_of_an_rsa_session_the_mail_does_not_name_who_helped():
    page, _ = make_session(audience="rsa", title="Atelier des allocataires")
    helper = officer()
    signed_in(helper).post(for_path(page), HELPED)
    message = last_mail(ADDRESS).message
    assert str(helper) not in message
    assert "Le service emploi vous a inscrit·e" in message
    assert "allocataires" not in message


def test_an_officer_registers_after_the_closing_and_a_partner_does_not():
    page, roster = make_session(registration_closes_at=timezone.now())
    assert signed_in(partner()[0]).post(for_path(page), HELPED).status_code == 422
    browser = signed_in(officer())
    assert "Inscrire cette personne" in text_of(browser.get(for_path(page)))
    assert browser.post(for_path(page), HELPED).status_code == 302
    assert roster.registrations.count() == 1


def test_the_list_has_those_of_one_s_own_partner_alone():
    page, roster = make_session(capacity=10)
    user, organisation = partner()
    colleague, _ = partner(organisation)
    stranger, _ = partner()
    signed_in(user).post(for_path(page), HELPED)
    mine = roster.registrations.get()
    assert "Éloïse Martin" in text_of(signed_in(colleague).get(LIST))
    for other in (stranger, officer()):
        assert "Éloïse Martin" not in text_of(signed_in(other).get(LIST))
        assert signed_in(other).post(f"{LIST}{mine.pk}/annuler/").status_code == 404
    # The public became the beneficiaries of the RSA: the list leaves the partner.
    type(roster).objects.filter(pk=roster.pk).update(audience="rsa")
    assert "Éloïse Martin" not in text_of(signed_in(user).get(LIST))


def test_the_helper_cancels_in_their_own_name():
    page, roster = make_session()
    user, _ = partner()
    browser = signed_in(user)
    browser.post(for_path(page), HELPED)
    mine = roster.registrations.get()
    path = f"{LIST}{mine.pk}/annuler/"
    assert browser.get(path).status_code == 200
    mine.refresh_from_db()
    assert mine.status == Status.CONFIRMED
    browser.post(path)
    mine.refresh_from_db()
    assert mine.status == Status.CANCELLED
    assert RegistrationChange.objects.get(registration=mine, to_status="cancelled").actor == user
    assert "est annulée" in last_mail(ADDRESS).subject


def test_the_list_costs_the_same_for_one_and_twenty_rows():
    page, _ = make_session(capacity=30)
    browser = signed_in(officer())

    def add(number: int) -> None:
        browser.post(for_path(page), {**HELPED, "email": f"n{number}@exemple.test"})

    add(0)
    one = queries_of(browser, LIST)
    for number in range(1, 20):
        add(number)
    assert Registration.objects.count() == 20
    assert queries_of(browser, LIST) == one


def test_nobody_else_registers_somebody():
    page, _ = make_session()
    assert Client().get(for_path(page)).status_code == 302
    assert signed_in(person_with(LevelName.CANDIDATE)).get(for_path(page)).status_code == 403
    company = UserFactory()
    place(company, LevelName.ORGANISATION_MEMBER, OrganisationFactory(verified_at=timezone.now()))
    assert signed_in(company).post(for_path(page), HELPED).status_code == 403
    assert mails(ADDRESS) == []
