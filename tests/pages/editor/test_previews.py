"""Links that show a draft to a program: who makes them, what they open, how long."""

import datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, PageLogEntry

from pages.editor import previews
from tests.factories import JobOfferPageFactory, UserFactory, job_offer_index

pytestmark = pytest.mark.django_db
LABEL = "Lien d’aperçu (JSON)"


@pytest.fixture
def author():
    return UserFactory(superuser=True)


@pytest.fixture
def draft(author):
    return JobOfferPageFactory(title="Brouillon de couvreur", live=False, owner=author)


@pytest.fixture
def contributor():
    """Somebody who may enter the CMS, add offers, and so edit their own only."""
    group = Group.objects.create(name="contributors")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    add = Permission.objects.get(codename="add_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(group=group, page=job_offer_index(), permission=add)
    user = UserFactory()
    user.groups.add(group)
    return user


def path_of(link: str) -> str:
    return link.removeprefix("http://localhost:8000")


def problem(response, status: int) -> dict:
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store, private"
    return response.json()


def test_a_link_gives_the_draft_as_json_and_is_never_kept(client, draft, author):
    link, expires_at = previews.make_link(page=draft, user=author)
    response = client.get(path_of(link))
    assert response.status_code == 200
    content = response.json()
    assert content["title"] == "Brouillon de couvreur"
    assert content["organisation_name"] == draft.organisation.name
    assert content["meta"]["type"] == "pages.JobOfferPage"
    told = datetime.datetime.fromisoformat(content["meta"]["preview"]["expires_at"])
    assert abs(told - expires_at) < datetime.timedelta(seconds=2)
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "ETag" not in response
    assert client.get(f"/api/v2/pages/{draft.pk}/").status_code == 404


def test_a_link_shows_the_latest_draft_and_no_private_contact(client, author):
    page = JobOfferPageFactory(title="En ligne", contact_email="prive@entreprise.test")
    link, _ = previews.make_link(page=page, user=author)
    page.title = "Nouveau titre"
    page.save_revision(user=author)
    response = client.get(path_of(link))
    assert response.json()["title"] == "Nouveau titre"
    assert "prive@" not in response.content.decode()
    assert client.get(f"/api/v2/pages/{page.pk}/").json()["title"] == "En ligne"


def test_an_old_link_is_gone(client, draft, author, monkeypatch):
    link, expires_at = previews.make_link(page=draft, user=author)
    later = expires_at + datetime.timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert "a expiré" in problem(client.get(path_of(link)), 410)["detail"]


@override_settings(PREVIEW_LINK_HOURS=1)
def test_its_life_is_a_setting(draft, author):
    _, expires_at = previews.make_link(page=draft, user=author)
    assert expires_at - timezone.now() <= datetime.timedelta(hours=1)


def test_forged_and_foreign_tokens_open_nothing(client, draft, author):
    other = JobOfferPageFactory(live=False)
    link, _ = previews.make_link(page=draft, user=author)
    token = link.split("token=")[1]
    value, moment, signature = token.split(":")
    forged = [
        f"{other.pk}-{author.pk}:{moment}:{signature}",
        f"{value}:zzzzzz:{signature}",
        token[:-1],
        signing.TimestampSigner(salt="another").sign(value),
        previews._signer().sign("abc"),
        previews._signer().sign(f"{10**30}-{author.pk}"),
        "é",
        "a" * 150,
    ]
    for text in forged:
        problem(client.get("/api/v2/preview/", {"token": text}), 404)
    for query in ("", "?token=", f"?token={'a' * 300}", f"?token={token}&token={token}"):
        errors = problem(client.get(f"/api/v2/preview/{query}"), 400)["errors"]
        assert [error["field"] for error in errors] == ["token"]


def test_a_link_ends_with_the_right_of_its_author_and_with_its_page(client, draft, author):
    path = path_of(previews.make_link(page=draft, user=author)[0])
    author.is_active = False
    author.save()
    problem(client.get(path), 404)
    author.is_active = True
    author.save()
    assert client.get(path).status_code == 200
    draft.delete()
    problem(client.get(path), 404)


def test_nobody_writes_through_a_link(client, draft, author):
    path = path_of(previews.make_link(page=draft, user=author)[0])
    problem(client.post(path), 405)


def test_somebody_who_may_not_edit_makes_no_link(client, draft):
    stranger = UserFactory()
    with pytest.raises(PermissionDenied):
        previews.make_link(page=draft, user=stranger)
    address = reverse("page_preview_link", args=[draft.pk])
    for person in (stranger, None):
        client.logout()
        if person:
            client.force_login(person)
        assert client.post(address).status_code == 302
    assert not PageLogEntry.objects.filter(action=previews.LOG_ACTION).exists()


def test_a_contributor_makes_a_link_on_own_pages_only(client, draft, contributor):
    own = JobOfferPageFactory(live=False, owner=contributor)
    client.force_login(contributor)
    assert LABEL in client.get(reverse("wagtailadmin_pages:edit", args=[own.pk])).content.decode()
    assert client.post(reverse("page_preview_link", args=[own.pk])).status_code == 200
    for method in (client.get, client.post):
        refused = method(reverse("page_preview_link", args=[draft.pk]))
        assert "Créer le lien" not in refused.content.decode()
        assert refused.status_code == 302
    entries = PageLogEntry.objects.filter(action=previews.LOG_ACTION)
    assert [(entry.page_id, entry.user) for entry in entries] == [(own.pk, contributor)]


def test_the_button_leads_to_one_that_makes_the_link(client, draft, author):
    client.force_login(author)
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()
    address = reverse("page_preview_link", args=[draft.pk])
    assert LABEL in editor
    assert address in editor
    assert "Créer le lien" in client.get(address).content.decode()
    assert not PageLogEntry.objects.filter(action=previews.LOG_ACTION).exists()
    made = client.post(address)
    assert "no-store" in made["Cache-Control"]
    link = made.context["link"]
    assert link in made.content.decode()
    assert client.get(path_of(link)).json()["title"] == draft.title
    history = client.get(reverse("wagtailadmin_pages:history", args=[draft.pk])).content.decode()
    assert "Lien d’aperçu (JSON) créé" in history
