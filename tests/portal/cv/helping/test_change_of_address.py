"""Requests stay with an account that changes its address; who asked is told nothing of it."""

import pytest
from allauth.account.models import EmailAddress, get_emailconfirmation_model
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from portal.accounts.level_names import LevelName
from portal.cv import services
from portal.cv.holdings import HELP_RECEIVED
from portal.cv.models import CvHelpRequest
from portal.cv.services.asking import Status, tell_address
from portal.personal_data.register import holdings
from tests.portal.accounts.people import person_with, signed_in

pytestmark = pytest.mark.django_db
NEW = "ailleurs@exemple.test"


def move(person, new=NEW) -> str:
    """Open the link that a change of address sends; return the address that is left."""
    old = person.email
    EmailAddress.objects.update_or_create(
        user=person, email=old, defaults={"verified": True, "primary": True}
    )
    address = EmailAddress.objects.create(user=person, email=new, verified=False)
    key = get_emailconfirmation_model().create(address).key
    assert signed_in(person).post(f"/compte/adresse/{key}/").status_code == 302
    person.refresh_from_db()
    assert person.email == new
    return old


def test_a_request_stays_with_the_adviser_it_was_for(cv, lina, adviser):
    request = services.ask_help(cv=cv, user=lina, address=adviser.email)
    old = move(adviser)
    stranger = person_with(LevelName.ADVISER, email=old)
    assert not CvHelpRequest.objects.asked_of(stranger).exists()
    assert list(CvHelpRequest.objects.asked_of(adviser)) == [request]
    assert services.accept_request(request=request, user=adviser).user == adviser


def test_a_proposal_stays_with_the_candidate_it_was_for(cv, lina, adviser):
    request = services.propose_help(user=adviser, address=lina.email)
    old = move(lina)
    stranger = person_with(LevelName.CANDIDATE, email=old)
    assert not CvHelpRequest.objects.proposed_to(stranger).exists()
    page = signed_in(stranger).get(reverse("cv:proposals")).text
    assert adviser.last_name not in page
    assert adviser.last_name in signed_in(lina).get(reverse("cv:proposals")).text
    assert services.accept_request(request=request, user=lina, cv=cv).cv == cv


def test_what_comes_later_for_the_address_is_for_who_has_it_then(lina, adviser):
    old = move(lina)
    stranger = person_with(LevelName.CANDIDATE, email=old)
    request = services.propose_help(user=adviser, address=old)
    assert list(CvHelpRequest.objects.proposed_to(stranger)) == [request]
    assert not CvHelpRequest.objects.proposed_to(lina).exists()


def test_a_second_change_and_a_return_lose_nothing(lina, adviser):
    request = services.propose_help(user=adviser, address=lina.email)
    old = move(lina)
    again = services.propose_help(user=adviser, address=NEW)
    move(lina, old)
    assert set(CvHelpRequest.objects.proposed_to(lina)) == {request, again}


def test_who_asked_sees_the_address_that_they_typed(lina, adviser):
    """Another one would tell that there is an account, and where it went."""
    old = lina.email
    services.propose_help(user=adviser, address=old)
    browser = signed_in(adviser)
    before = browser.get(reverse("cv:helped")).text
    move(lina)
    after = browser.get(reverse("cv:helped")).text
    assert old in before
    assert old in after
    assert NEW not in after


def test_the_message_goes_where_the_account_is(lina, adviser):
    request = services.propose_help(user=adviser, address=lina.email)
    old = move(lina)
    Email.objects.all().delete()
    assert tell_address(request_id=request.pk)
    assert not Email.objects.filter(to=old).exists()
    assert Email.objects.filter(to=NEW).exists()


def test_who_refused_is_not_asked_again_at_another_address(lina, adviser):
    request = services.propose_help(user=adviser, address=lina.email)
    services.refuse_request(request=request, user=lina)
    move(lina)
    again = services.propose_help(user=adviser, address=NEW)
    assert again.status == Status.REFUSED
    assert not tell_address(request_id=again.pk)


def test_whoever_takes_the_address_may_be_asked(lina, adviser):
    """Who refused was another person."""
    request = services.propose_help(user=adviser, address=lina.email)
    services.refuse_request(request=request, user=lina)
    services.cancel_request(request=request, user=adviser)
    old = move(lina)
    assert services.propose_help(user=adviser, address=old).status == Status.PENDING


def test_an_address_that_was_never_confirmed_keeps_nothing(lina, adviser):
    """Somebody may type the address of another person in an account."""
    request = services.propose_help(user=adviser, address=NEW)
    liar = person_with(LevelName.CANDIDATE, email="menteur@exemple.test")
    EmailAddress.objects.create(user=liar, email=NEW, verified=False)
    move(liar, "encore@exemple.test")
    request.refresh_from_db()
    assert request.receiver is None


def test_the_register_finds_them_with_the_account_and_with_nobody_else(lina, adviser):
    services.propose_help(user=adviser, address=lina.email)
    old = move(lina)
    stranger = person_with(LevelName.CANDIDATE, email=old)
    received = [found for found in holdings() if found.title == HELP_RECEIVED.title]
    assert [found.of(lina).count() for found in received] == [1]
    assert [found.of(stranger).count() for found in received] == [0]
    assert CvHelpRequest.objects.get().expires_at > timezone.now()
