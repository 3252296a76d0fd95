"""Password, address, devices: changed by their owner alone, and told to them."""

import re
import time
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.accounts.jobs import forget_ended_sessions
from portal.accounts.models import Membership, User
from portal.accounts.services.invitations import invite_to_organisation
from portal.accounts.services.memberships import add_member
from portal.accounts.services.sessions import end_sessions
from portal.accounts.sign_in import activity
from tests.factories import PASSWORD, OrganisationFactory, UserFactory
from tests.portal.accounts.sign_in.conftest import enter, is_signed_in, path_in_mail

pytestmark = pytest.mark.django_db
NEW = "une-phrase-de-passe-neuve"
FORGOTTEN = "/compte/mot-de-passe/oublie/"


def reset_link(client, user):
    client.post(FORGOTTEN, {"email": user.email})
    return path_in_mail(r"(/compte/mot-de-passe/nouveau/\S+/)", user.email)


def choose(client, link, password=NEW):
    form = client.get(link, follow=True)
    sent = {"password1": password, "password2": password}
    return client.post(form.request["PATH_INFO"], sent)


def test_forgotten_password_is_replaced_without_signing_in_and_ends_sessions(client):
    user, elsewhere = UserFactory(), Client()
    enter(elsewhere, user)
    link = reset_link(client, user)
    assert user.check_password(PASSWORD), "asking changes nothing"
    assert choose(client, link).status_code == 302
    assert not is_signed_in(client)
    assert not is_signed_in(elsewhere)
    enter(client, user, password=NEW)
    assert is_signed_in(client)
    assert "a été remplacé" in Email.objects.filter(to=user.email).latest("pk").message


def test_reset_link_serves_once(client):
    user = UserFactory()
    link = reset_link(client, user)
    choose(client, link)
    other = Client()
    assert "Ce lien ne fonctionne plus" in other.get(link, follow=True).content.decode()
    choose(other, link, password="encore-une-autre-phrase")
    user.refresh_from_db()
    assert user.check_password(NEW)


def test_reset_link_expires_in_two_hours(client, monkeypatch):
    user = UserFactory()
    link = reset_link(client, user)
    later = (timezone.localtime() + timedelta(hours=2, minutes=1)).replace(tzinfo=None)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda _: later)
    assert "Ce lien ne fonctionne plus" in client.get(link, follow=True).content.decode()


def test_reset_link_of_somebody_else_does_not_open_mine(client):
    mine, other = UserFactory(), UserFactory()
    link = reset_link(client, mine)
    number = re.search(r"nouveau/(\w+)-", reset_link(client, other))[1]
    forged = re.sub(r"nouveau/\w+?-", f"nouveau/{number}-", link)
    assert forged != link
    assert "Ce lien ne fonctionne plus" in client.get(forged, follow=True).content.decode()


def test_forgotten_password_tells_nobody_who_has_an_account(client):
    user = UserFactory()
    answers = [client.post(FORGOTTEN, {"email": email}) for email in (user.email, "x@exemple.test")]
    assert answers[0].url == answers[1].url
    assert Email.objects.get(to="x@exemple.test").subject == "Cette adresse n’a pas de compte"
    assert Email.objects.get(to=user.email).subject == "Choisissez un nouveau mot de passe"


def test_weak_new_password_is_refused(client):
    user = UserFactory()
    page = choose(client, reset_link(client, user), password="onze-lettre")
    assert "12 caractères" in page.content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_changed_password_needs_the_old_one_and_ends_the_other_sessions(client):
    user, elsewhere = UserFactory(), Client()
    enter(client, user)
    enter(elsewhere, user)
    sent = {"oldpassword": "ce-n-est-pas-lui", "password1": NEW, "password2": NEW}
    assert "mot de passe actuel" in client.post("/compte/mot-de-passe/", sent).content.decode()
    assert client.post("/compte/mot-de-passe/", {**sent, "oldpassword": PASSWORD}).url == "/compte/"
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert "a été changé" in Email.objects.get(to=user.email).message


def change_address(client, to="nouvelle@exemple.test"):
    sent = {"email": to, "action_add": ""}
    answer = client.post("/compte/adresse/", sent)
    if answer.url.startswith("/compte/confirmer/"):
        return client.post(answer.url, {"password": PASSWORD})
    return answer


def test_changed_address_waits_for_its_link_and_the_old_one_is_told(client):
    user = UserFactory(email="ancienne@exemple.test")
    enter(client, user)
    change_address(client)
    user.refresh_from_db()
    assert user.email == "ancienne@exemple.test"
    page = client.get("/compte/adresse/").content.decode()
    assert "En attente" in page
    link = path_in_mail(r"(/compte/adresse/\S+/)", "nouvelle@exemple.test")
    client.post(link)
    user.refresh_from_db()
    assert user.email == "nouvelle@exemple.test"
    told = Email.objects.filter(to="ancienne@exemple.test").latest("pk")
    assert told.subject == "L’adresse de votre compte a changé"
    assert "nouvelle@exemple.test" in told.message
    assert [row.email for row in EmailAddress.objects.filter(user=user)] == [user.email]


def test_address_of_somebody_else_is_not_taken(client):
    user, other = UserFactory(), UserFactory(email="prise@exemple.test")
    enter(client, user)
    change_address(client, to=other.email)
    link = path_in_mail(r"(/compte/adresse/\S+/)", other.email)
    client.post(link)
    user.refresh_from_db()
    assert user.email != other.email


def test_device_is_signed_out_from_another_at_once(client):
    user, phone = UserFactory(), Client(HTTP_USER_AGENT="Mozilla/5.0 (Android 14) Firefox/130")
    enter(client, user)
    enter(phone, user)
    page = client.get("/compte/appareils/").content.decode()
    assert "Firefox sur Android" in page
    session = UserSession.objects.get(session_key=phone.session.session_key)
    client.post(f"/compte/appareils/{session.pk}/deconnecter/")
    assert phone.get("/compte/").status_code == 302
    assert client.get("/compte/").status_code == 200


def test_every_other_device_is_signed_out_by_one_button(client):
    user = UserFactory()
    others = [Client(), Client()]
    for browser in (*others, client):
        enter(browser, user)
    client.post("/compte/appareils/")
    assert [is_signed_in(browser) for browser in others] == [False, False]
    assert is_signed_in(client)


def test_device_of_somebody_else_is_not_found(client):
    user, other = UserFactory(), Client()
    enter(client, user)
    enter(other, UserFactory())
    session = UserSession.objects.get(session_key=other.session.session_key)
    assert client.post(f"/compte/appareils/{session.pk}/deconnecter/").status_code == 404
    assert is_signed_in(other)


def test_ending_sessions_leaves_no_device(client):
    user = UserFactory()
    enter(client, user)
    key = client.session.session_key
    end_sessions(user)
    assert not UserSession.objects.filter(user=user).exists()
    assert not client.session.exists(key)
    assert not is_signed_in(client)


def test_invited_person_signs_in_at_once(client):
    organisation, manager = OrganisationFactory(), UserFactory()
    role = Membership.Role.MEMBER
    add_member(organisation=organisation, user=manager, role=role, actor=Actor(manager))
    invitation = invite_to_organisation(
        email="lea@exemple.test", organisation=organisation, role=role, actor=Actor(manager)
    )
    link = path_in_mail(r"(/invitation/\S+/)", invitation.email)
    sent = {"first_name": "Léa", "last_name": "Petit", "password": PASSWORD}
    assert client.post(link, sent).status_code == 302
    user = User.objects.get(email="lea@exemple.test")
    assert UserSession.objects.get(user=user).session_key == client.session.session_key
    # The password that was just chosen is not asked again to add a second factor.
    assert client.get("/compte/seconde-verification/application/").status_code == 200
    other = Client()
    enter(other, user)
    assert is_signed_in(other)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "adresse/",
        "mot-de-passe/",
        "appareils/",
        "identite/",
        "confirmer/",
        "seconde-verification/",
        "deconnexion/",
    ],
)
def test_own_pages_open_and_are_never_cached(client, path):
    enter(client, UserFactory())
    page = client.get(f"/compte/{path}")
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]


def test_use_of_a_device_is_noted_every_five_minutes_at_most(client, monkeypatch):
    user = UserFactory()
    enter(client, user)
    signed_in = UserSession.objects.get(user=user).last_seen_at
    client.get("/compte/")
    assert UserSession.objects.get(user=user).last_seen_at == signed_in
    later = time.time() + activity.SECONDS
    monkeypatch.setattr("portal.accounts.sign_in.activity.time.time", lambda: later)
    client.get("/compte/")
    assert UserSession.objects.get(user=user).last_seen_at > signed_in


def test_ended_sessions_leave_no_address_behind(client):
    enter(client, UserFactory())
    forget_ended_sessions(timestamp=0)
    assert UserSession.objects.count() == 1
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    forget_ended_sessions(timestamp=0)
    assert not UserSession.objects.exists()
    assert not Session.objects.exists()
