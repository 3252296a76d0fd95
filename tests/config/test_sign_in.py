"""Signing in again after a forgotten password."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NEW = "une-phrase-de-passe-neuve"


def test_a_forgotten_password_is_replaced_without_being_signed_in(client):
    user = UserFactory()
    address = reverse("wagtailadmin_password_reset")
    assert address in client.get("/cms/login/").content.decode()
    assert client.get(address).status_code == 200
    assert client.post(address, {"email": user.email}, follow=True).status_code == 200
    link = re.search(r"https?://[^/]+(/cms/password_reset/confirm/\S+)", mail.outbox[0].body)
    assert link
    form = client.get(link[1], follow=True)
    sent = {"new_password1": NEW, "new_password2": NEW}
    assert client.post(form.request["PATH_INFO"], sent, follow=True).status_code == 200
    assert client.login(username=user.email, password=NEW)


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client):
    UserFactory()
    answer = client.post(reverse("wagtailadmin_password_reset"), {"email": "x@declic.example"})
    assert answer.url == reverse("wagtailadmin_password_reset_done")
    assert not mail.outbox
