"""Links that act: signed, for one purpose, for a time, once; never by GET."""

import threading
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.utils import timezone

from snippets.mail import jobs
from snippets.mail.actions import kinds, links
from snippets.mail.actions.kinds import ActionKind, Outcome, Proposal
from snippets.mail.actions.links import LinkError
from snippets.models import UsedLink

SALT = "snippets.action_links"


@pytest.fixture
def done(monkeypatch):
    """Two purposes, and the list of what was done."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    acts: list[tuple[str, str]] = []

    def act(purpose):
        def act_on(subject):
            if subject == "refused":
                message = "L’alerte n’existe plus."
                raise LinkError(message)
            acts.append((purpose, subject))
            return Outcome("Vous ne recevrez plus cette alerte.", "Mes alertes", "/offres/")

        return act_on

    for purpose in ("stop_alert", "come"):
        kinds.register(
            ActionKind(
                purpose,
                timedelta(days=30),
                "Ce lien a plus d’un mois.",
                lambda subject: Proposal("Arrêter l’alerte", f"Alerte {subject}.", "Arrêter"),
                act(purpose),
            )
        )
    return acts


def refused(response, words: str) -> bool:
    html = response.content.decode()
    assert response.status_code == 410
    assert "Ce lien ne fonctionne plus" in html
    assert "Aller à l’accueil" in html
    return words in html


@pytest.mark.django_db
def test_get_proposes_and_post_acts_once(client, done):
    path = links.path_of("stop_alert", "12")
    html = client.get(path).content.decode()
    assert client.head(path).status_code == 200
    assert "<h1>Arrêter l’alerte</h1>" in html
    assert "Alerte 12." in html
    assert html.count("<form") == html.count('<button type="submit"') == 1
    assert done == []
    html = client.post(path).content.decode()
    assert "Vous ne recevrez plus cette alerte." in html
    assert 'href="/offres/">Mes alertes' in html
    for response in (client.post(path), client.get(path)):
        assert refused(response, "déjà servi")
    assert done == [("stop_alert", "12")]


@pytest.mark.django_db
def test_link_made_twice_acts_once_and_other_purposes_are_others(client, done):
    for purpose in ("stop_alert", "stop_alert", "come"):
        client.post(links.path_of(purpose, "12"))
    assert done == [("stop_alert", "12"), ("come", "12")]


@pytest.mark.django_db
def test_refused_link_is_not_spent(client, done):
    path = links.path_of("stop_alert", "refused")
    for _ in range(2):
        assert refused(client.post(path), "L’alerte n’existe plus.")
    assert not UsedLink.objects.exists()


@pytest.mark.django_db
def test_link_ends_with_its_time(client, done, monkeypatch):
    path = links.path_of("stop_alert", "12")
    later = time.time() + timedelta(days=31).total_seconds()
    monkeypatch.setattr("django.core.signing.time", SimpleNamespace(time=lambda: later))
    assert refused(client.get(path), "plus d’un mois")
    assert refused(client.post(path), "plus d’un mois")
    assert done == []


@pytest.mark.django_db
def test_use_is_forgotten_no_sooner_than_the_link_is_too_old(client, done):
    for subject in ("old", "young"):
        client.post(links.path_of("stop_alert", subject))
    client.post(links.path_of("come", "old"))
    lifetime = kinds.get("stop_alert").lifetime
    for subject, age in (("old", lifetime + timedelta(1)), ("young", lifetime - timedelta(1))):
        rows = UsedLink.objects.filter(purpose="stop_alert", subject=subject)
        rows.update(used_at=timezone.now() - age)
    jobs.forget_used_links(0)
    left = UsedLink.objects.order_by("purpose").values_list("purpose", "subject")
    assert list(left) == [("come", "old"), ("stop_alert", "young")]
    assert refused(client.post(links.path_of("stop_alert", "young")), "déjà servi")


def forged():
    token = links.token_of("stop_alert", "12")
    yield from ("a", "a:b:c", "é:à:ü", "a" * 5000, token[:-1], f"{token}a", token.swapcase())
    yield signing.dumps(["stop_alert", "12"], salt="another")
    yield f"{links.token_of('come', '12').partition(':')[0]}:{token.partition(':')[2]}"
    yield signing.dumps(["unknown", "12"], salt=SALT)


@pytest.mark.django_db
def test_forged_links_do_nothing(client, done):
    for token in forged():
        for response in (client.get(f"/lien/{token}/"), client.post(f"/lien/{token}/")):
            assert refused(response, "incomplet")
    assert done == []


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["put", "delete", "options"])
def test_other_methods_do_nothing(client, done, method):
    assert getattr(client, method)(links.path_of("come", "12")).status_code == 405
    assert done == []


@pytest.mark.django_db
def test_form_of_another_site_does_nothing(done):
    path = links.path_of("come", "12")
    assert Client(enforce_csrf_checks=True).post(path).status_code == 403
    assert done == []


def test_purpose_is_declared_once(done):
    with pytest.raises(KeyError):
        links.token_of("absent", "12")
    with pytest.raises(ValueError, match="come"):
        kinds.register(ActionKind("come", timedelta(1), "", Proposal, Outcome))


@pytest.mark.django_db(transaction=True)
def test_link_pressed_at_once_acts_once(done):
    link = links.read_token(links.token_of("come", "12"))
    start, refusals = threading.Barrier(4), []

    def press():
        start.wait()
        try:
            links.use(link)
        except LinkError as error:
            refusals.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [("come", "12")]
    assert refusals == [links.USED] * 3
