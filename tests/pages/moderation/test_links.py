"""The links of the expiry notice: without login, once each, never by GET."""

import re
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import signing
from django.utils import timezone
from post_office.models import Email

from pages.moderation import schedule, services
from pages.moderation.models import ExpiryNotice
from snippets.models import UsedLink

ADDRESS = re.compile(r"/lien/[^\s]+/")
OLD_SALT = "pages.moderation.links"


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
        assert response["Referrer-Policy"] == "same-origin"
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
    assert not UsedLink.objects.exists()


def old_path(notice, action="prolong") -> str:
    """A link as it was mailed before the links of all messages were one."""
    content = {"notice": notice.pk, "action": action}
    return f"/annonces/action/{signing.dumps(content, salt=OLD_SALT)}/"


def test_old_links_still_act_once_whichever_is_used(client, noticed):
    notice, (prolong, fill) = ExpiryNotice.objects.get(), mailed_links()
    assert client.get(old_path(notice)).status_code == 200
    assert client.post(old_path(notice)).status_code == 200
    for path in (old_path(notice), prolong):
        assert "déjà servi" in client.post(path).content.decode()
    assert client.post(fill).status_code == 200
    assert client.post(old_path(notice, "fill")).status_code == 410


def forged_old_links(notice):
    yield "n-importe-quoi"
    yield "é:à:ü"
    content = {"notice": notice.pk, "action": "prolong"}
    yield signing.dumps(content, salt="another")
    good = signing.dumps(content, salt=OLD_SALT)
    yield good[:-1] + ("A" if good[-1] != "A" else "B")
    for content in ({"notice": 0, "action": "prolong"}, {"notice": notice.pk, "action": "x"}, [1]):
        yield signing.dumps(content, salt=OLD_SALT)


def test_forged_old_links_are_explained(client, noticed):
    before = noticed.expire_at
    for token in forged_old_links(ExpiryNotice.objects.get()):
        for method in (client.get, client.post):
            response = method(f"/annonces/action/{token}/")
            assert response.status_code == 410
            assert "Ce lien ne fonctionne plus" in response.content.decode()
    noticed.refresh_from_db()
    assert noticed.expire_at == before


def test_links_of_another_time_lead_to_the_account(client, noticed, monkeypatch):
    later = time.time() + timedelta(days=16).total_seconds()
    paths = [mailed_links()[0], old_path(ExpiryNotice.objects.get())]
    monkeypatch.setattr("django.core.signing.time", SimpleNamespace(time=lambda: later))
    for path in paths:
        for response in (client.get(path), client.post(path)):
            assert response.status_code == 410
            html = response.content.decode()
            assert "quinze jours" in html
            assert 'href="/compte/">Aller à mon compte' in html
    assert not UsedLink.objects.exists()


def test_other_methods_are_refused(client, noticed):
    assert client.put(mailed_links()[0]).status_code == 405
