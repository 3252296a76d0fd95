"""What is laid after migrate: complete, once, and again after a flush."""

import pytest
from django.contrib.auth.models import Group
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import (
    GroupApprovalTask,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from config.structure import after_migrate
from pages import checks
from pages.models import HomePage, JobOfferIndexPage
from pages.moderation.models import ChecklistItem, ModerationTask, RefusalReason


def picture():
    return {
        "pages": list(Page.objects.order_by("path").values_list("path", "slug", "title", "live")),
        "site": list(Site.objects.values_list("hostname", "is_default_site", "root_page__slug")),
        "locales": list(Locale.objects.values_list("language_code", flat=True)),
        "groups": sorted(Group.objects.values_list("name", flat=True)),
        "workflow": list(
            WorkflowPage.objects.values_list("workflow__name", "workflow__active", "page__slug")
        ),
        "tasks": list(WorkflowTask.objects.values_list("workflow__name", "task__name")),
        "moderators": sorted(ModerationTask.objects.values_list("groups__name", flat=True)),
        "checklist": list(ChecklistItem.objects.values_list("key", "active")),
        "reasons": list(RefusalReason.objects.values_list("key", "active")),
    }


def assert_complete():
    laid = picture()
    assert [page[1:] for page in laid["pages"]] == [
        ("root", "Root", True),
        ("home", "Accueil", True),
        ("offres", "Offres d’emploi", True),
        ("benevolat", "Bénévolat", True),
        ("sessions", "Sessions de recrutement", True),
        ("actualites", "Actualités", True),
        ("devenir-parrain", "Devenir parrain ou marraine", True),
        ("aide", "Aide", True),
    ]
    assert laid["site"] == [("localhost", True, "home")]
    assert laid["locales"] == ["fr"]
    assert sorted(laid["workflow"]) == [
        ("Relecture des annonces", True, slug) for slug in ("benevolat", "offres", "sessions")
    ]
    assert laid["tasks"] == [("Relecture des annonces", "Relecture")]
    assert laid["moderators"] == ["communication", "employment_officer"]
    keys = [
        "pay",
        "free",
        "times",
        "discriminatory",
        "contact",
        "host",
        "fee",
        "place",
        "duties",
        "programme",
    ]
    assert [key for key, _ in laid["checklist"]] == keys
    assert [key for key, _ in laid["reasons"]] == [*keys, "duplicate", "other"]
    assert not {"Editors", "Moderators"} & set(laid["groups"])
    assert Page.find_problems() == ([], [], [], [], [])


def test_everything_is_there_and_wagtails_defaults_are_gone(db):
    assert_complete()
    assert not GroupApprovalTask.objects.exists()
    assert Workflow.objects.count() == 1


def test_a_second_time_changes_nothing_and_costs_reads_only(db):
    before = picture()
    with CaptureQueriesContext(connection) as queries:
        after_migrate(using="default")
    assert picture() == before
    written = [
        query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
    ]
    assert written == []
    assert len(queries) < 80


@pytest.mark.django_db(transaction=True)
def test_a_flush_is_repaired():
    call_command("flush", interactive=False, verbosity=0)
    assert_complete()


def test_what_staff_changed_is_kept(db):
    ChecklistItem.objects.filter(key="pay").update(label="Autrement dit", active=False)
    RefusalReason.objects.exclude(key="pay").delete()
    Workflow.objects.update(name="Un autre nom")
    HomePage.objects.update(title="Bienvenue")
    after_migrate(using="default")
    item = ChecklistItem.objects.get(key="pay")
    assert (item.label, item.active) == ("Autrement dit", False)
    assert RefusalReason.objects.count() == 1
    assert Workflow.objects.get().name == "Un autre nom"
    assert HomePage.objects.get().title == "Bienvenue"


def test_a_missing_workflow_is_assigned_again(db):
    WorkflowPage.objects.all().delete()
    Group.objects.filter(name="employment_officer").delete()
    after_migrate(using="default")
    assert_complete()


def test_nothing_happens_while_tables_are_missing(db, monkeypatch):
    ChecklistItem.objects.all().delete()
    monkeypatch.setattr(type(connection.introspection), "table_names", lambda *_: ["auth_group"])
    after_migrate(using="default")
    assert not ChecklistItem.objects.exists()


def problems():
    return [message.id for message in run_checks() if message.id.startswith("pages.")]


def test_check_is_silent_on_a_whole_site(db):
    assert problems() == []


def test_check_says_when_an_index_has_no_workflow(db):
    WorkflowPage.objects.all().delete()
    assert problems() == ["pages.W001"] * 3


def test_check_says_when_the_workflow_has_no_active_task(db):
    ModerationTask.objects.update(active=False)
    assert problems() == ["pages.W001"] * 3


def test_check_says_when_a_slug_was_renamed(db):
    JobOfferIndexPage.objects.update(slug="autres")
    assert problems() == ["pages.E001"]


def test_check_is_silent_without_a_database(monkeypatch):
    def unreachable():
        raise DatabaseError
        yield

    monkeypatch.setattr(checks, "_problems", unreachable)
    assert checks.check_opportunity_indexes(None) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "expected"), [("", "Déclic"), ("Mon emploi", "Mon emploi")])
def test_site_is_named_unless_staff_named_it(name, expected):
    Site.objects.update(site_name=name)
    after_migrate(using="default")
    assert Site.objects.get().site_name == expected
