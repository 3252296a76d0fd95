"""The links of the expiry notice: without login, once each, never by GET."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone
from post_office.models import Email

from pages.moderation import links, schedule, services
from pages.moderation.models import ExpiryNotice

ADDRESS = re.compile(r"/annonces/action/[^\s]+/")


@pytest.fixture
def noticed(live):
    """A live offer whose author was warned 7 days before the end."""
    now = timezone.now()
    type(live).objects.filter(pk=live.pk).update(
        expire_at=(now + timedelta(days=6)).replace(microsecond=0),
        last_published_at=now - timedelta(days=30),
    )
    assert schedule.send_expiry_notices() == 1
    live.refresh_from_db()
    return live


def mailed_links():
    prolong, fill = ADDRESS.findall(Email.objects.latest("pk").message)
    return prolong, fill


def test_get_shows_one_button_and_changes_nothing(client, noticed):
    before = noticed.expire_at
    for path, sentence in zip(mailed_links(), ("Prolonger", "pourvu"), strict=True):
        response = client.get(path)
        assert response.status_code == 200
        html = response.content.decode()
        assert html.count("<form") == html.count('<button type="submit"') == 1
        assert sentence in html
        assert client.head(path).status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]
        assert response["Referrer-Policy"] == "no-referrer"
    noticed.refresh_from_db()
    assert (noticed.live, noticed.expire_at) == (True, before)


def test_prolong_acts_once(client, noticed):
    path, _ = mailed_links()
    before = noticed.expire_at
    assert client.post(path).status_code == 200
    noticed.refresh_from_db()
    assert noticed.expire_at == before + timedelta(days=60)
    for response in (client.post(path), client.get(path)):
        assert response.status_code == 410
        assert "déjà servi" in response.content.decode()
    noticed.refresh_from_db()
    assert noticed.expire_at == before + timedelta(days=60)


def test_filled_acts_once_and_after_a_prolongation_too(client, noticed):
    prolong, fill = mailed_links()
    client.post(prolong)
    assert client.post(fill).status_code == 200
    noticed.refresh_from_db()
    assert not noticed.live
    assert noticed.filled_at is not None
    assert client.post(fill).status_code == 410


def test_csrf_is_asked(noticed):
    from django.test import Client

    path, _ = mailed_links()
    assert Client(enforce_csrf_checks=True).post(path).status_code == 403


def test_prolong_of_a_second_notice_does_not_add_up(client, noticed):
    first, _ = mailed_links()
    type(noticed).objects.filter(pk=noticed.pk).update(
        expire_at=noticed.expire_at + timedelta(days=1)
    )
    response = client.post(first)
    assert response.status_code == 410
    assert "déjà changé" in response.content.decode()


def test_offer_already_off_line_is_explained_and_the_link_not_spent(client, noticed, moderator):
    prolong, fill = mailed_links()
    services.withdraw(page=noticed, user=moderator, reason="x")
    for path in (prolong, fill):
        for response in (client.get(path), client.post(path)):
            assert response.status_code == 410
            assert "plus en ligne" in response.content.decode()
    notice = ExpiryNotice.objects.get()
    assert (notice.prolonged_at, notice.filled_at) == (None, None)


def forged_tokens(notice):
    yield "n-importe-quoi"
    yield "a" * 5000
    yield "é:à:ü"
    yield signing.dumps({"notice": notice.pk, "action": "prolong"}, salt="another")
    good = signing.dumps({"notice": notice.pk, "action": "prolong"}, salt="pages.moderation.links")
    yield good[:-1] + ("A" if good[-1] != "A" else "B")
    for content in ({"notice": 0, "action": "prolong"}, {"notice": notice.pk, "action": "x"}, [1]):
        yield signing.dumps(content, salt="pages.moderation.links")


def test_forged_links_are_explained(client, noticed):
    before = noticed.expire_at
    for token in forged_tokens(ExpiryNotice.objects.get()):
        for method in (client.get, client.post):
            response = method(f"/annonces/action/{token}/")
            assert response.status_code == 410
            assert "Ce lien ne fonctionne plus" in response.content.decode()
    noticed.refresh_from_db()
    assert noticed.expire_at == before


def test_old_links_are_explained(client, noticed, monkeypatch):
    path, _ = mailed_links()
    monkeypatch.setattr(links, "LIFETIME", timedelta(seconds=-1))
    response = client.post(path)
    assert response.status_code == 410
    assert "quinze jours" in response.content.decode()


def test_other_methods_are_refused(client, noticed):
    assert client.put(mailed_links()[0]).status_code == 405
