"""What the closed area does when an account, a commune or an organisation goes."""

import json

import pytest
from django.apps import apps
from django.contrib.messages import get_messages
from django.db import transaction
from django.db.models.deletion import ProtectedError
from django.urls import reverse
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.accounts.models import User
from portal.followup.access.log import Act, log
from portal.followup.models import (
    AccessEntry,
    AccountLink,
    Draft,
    JournalEntry,
    LinkCode,
    Professional,
)
from portal.followup.rows.scope import Scope, acting_as, system_scope
from portal.personal_data.export import as_json
from portal.personal_data.services import erase
from tests.factories import CommuneFactory, OrganisationFactory, UserFactory
from tests.portal.accounts.people import officer, person_with, signed_in
from tests.portal.followup.people_of_the_area import (
    join_team,
    link_account,
    make_beneficiary,
    make_professional,
)

pytestmark = pytest.mark.django_db


def erased(user: User) -> None:
    user.erasure_due_on = timezone.localdate()
    user.save()
    erase(user=user)
    user.refresh_from_db()


@pytest.fixture
def linked():
    """A candidate whose account is linked to their case."""
    user = person_with(LevelName.CANDIDATE)
    link_account(make_beneficiary(), user)
    return user


def test_a_linked_person_takes_the_link_away_and_nothing_of_the_case(linked):
    document = json.loads(as_json(linked))
    told = [part for part in document["data"] if part["model"].startswith("followup")]
    assert [part["model"] for part in told] == ["followup.AccountLink"]
    assert "Martin" not in json.dumps(told)


def test_erasing_a_linked_account_cuts_the_link_and_leaves_the_case(linked):
    erased(linked)
    with system_scope(Scope.TEST):
        link = AccountLink.unscoped.get()
        assert (link.user, link.cut_by) == (None, AccountLink.Side.PERSON)
        assert link.cut_at
        assert link.beneficiary.state == "active"


def told_of(user, address="10.1.2.3") -> list[str]:
    """Where the histories of the area still name an account."""
    found = []
    for model in apps.get_app_config("followup").get_models():
        if not hasattr(model, "pgh_obj"):
            continue
        for row in model._base_manager.values():
            keys = [
                field.attname
                for field in model._meta.get_fields()
                if field.is_relation
                and field.related_model is User
                and row[field.attname] == user.pk
            ]
            context = row["pgh_context"] or {}
            if keys or context.get("user") == user.pk or context.get("address") == address:
                found.append(f"{model.__name__} {keys}")
    return found


def test_an_erased_account_is_in_no_history_of_links():
    user = person_with(LevelName.CANDIDATE, first_name="Zoé", last_name="Partie")
    case = make_beneficiary()
    with acting_as(user, address="10.1.2.3"):
        link_in_the_scope_of_links(case, user)
    with system_scope(Scope.TEST):
        assert told_of(user)
    erased(user)
    with system_scope(Scope.TEST):
        assert told_of(user) == []
        events = apps.get_model("followup", "AccountLinkEvent")._base_manager
        assert events.count() >= 2
        assert not [row for row in events.values() if "Partie" in str(row["pgh_context"])]


def link_in_the_scope_of_links(case, user):
    with system_scope(Scope.LINK):
        code = LinkCode.unscoped.create(
            beneficiary=case, code_hash="0" * 64, expires_at=timezone.now(), used_at=timezone.now()
        )
        AccountLink.unscoped.create(beneficiary=case, user=user, code=code)


def test_an_erased_adviser_stays_in_histories_by_the_name_that_signed():
    adviser = make_professional(first_name="Inès", last_name="Roy")
    other = make_professional()
    case = make_beneficiary(adviser)
    for one in (adviser, other):
        join_team(case, one)
        with acting_as(one.user, address="10.1.2.3"):
            JournalEntry.unscoped.create(
                beneficiary=case,
                text="Note",
                profession="social",
                created_by=one.user,
                author_name=one.name,
            )
    with system_scope(Scope.TEST):
        assert told_of(adviser.user, address="")
    erased(adviser.user)
    with system_scope(Scope.TEST):
        assert told_of(adviser.user, address="") == []
        # Somebody else's lines are as they were.
        assert told_of(other.user, address="")
        events = apps.get_model("followup", "JournalEntryEvent")._base_manager
        line = events.get(author_name="Inès Roy")
        assert (line.pgh_context["name"], line.created_by_id) == ("Inès Roy", None)


def test_erasing_an_adviser_ends_their_place_and_keeps_what_they_signed():
    adviser = make_professional(first_name="Inès", last_name="Roy")
    case = make_beneficiary(adviser)
    with acting_as(adviser.user):
        log(actor=Actor(adviser.user), act=Act.READ, beneficiary=case)
        Draft.unscoped.create(user=adviser.user, beneficiary=case, form="note", fields={"t": "x"})
    document = as_json(adviser.user)
    assert "followup.AccessEntry" in document
    assert "followup.Draft" in document
    erased(adviser.user)
    with system_scope(Scope.TEST):
        place = Professional.unscoped.get()
        assert (place.user, place.left_on, place.name) == (None, timezone.localdate(), "Inès Roy")
        assert AccessEntry.unscoped.get(act=Act.READ).user_name == "Inès Roy"
        assert not Draft.unscoped.exists()
    with acting_as(adviser.user):
        assert not Professional.unscoped.exists()


@pytest.mark.parametrize("kind", ["commune", "structure"])
def test_what_a_hidden_case_uses_is_not_deleted(kind):
    if kind == "commune":
        used, free = CommuneFactory(), CommuneFactory()
        make_beneficiary(commune=used)
    else:
        used, free = OrganisationFactory(commune=None), OrganisationFactory(commune=None)
        make_professional(structure=used)
    with pytest.raises(ProtectedError), transaction.atomic():
        used.delete()
    free.delete()
    assert type(used).objects.filter(pk=used.pk).exists()


def test_the_cms_says_that_a_hidden_case_uses_it():
    commune = CommuneFactory()
    make_beneficiary(commune=commune)
    browser = signed_in(UserFactory(superuser=True))
    url = reverse(commune.snippet_viewset.get_url_name("delete"), args=[commune.pk])
    answer = browser.post(url)
    assert answer.status_code == 302
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert any("dossiers" in sentence for sentence in said)
    assert type(commune).objects.filter(pk=commune.pk).exists()


def test_an_officer_reads_nothing_of_the_area_in_their_own_data():
    assert "followup." not in as_json(officer())
