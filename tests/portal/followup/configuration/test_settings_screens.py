"""The screens of settings."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.followup.models import DelaySetting, LetterText, Term
from portal.followup.rows.scope import Scope, system_scope
from tests.factories import UserFactory
from tests.portal.accounts.people import person_with, signed_in
from tests.portal.followup.orientation.things import sent_back
from tests.portal.followup.people_of_the_area import make_professional

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def manager(db):
    return make_professional(LevelName.UNIT_MANAGER).user


@pytest.fixture
def browser(manager):
    return signed_in(manager)


def filled(browser, url, **fields):
    return sent_back(browser.get(url), **fields)


def rows(model):
    with system_scope(Scope.TEST):
        return [*model.unscoped.all()]


def test_a_delay_says_what_it_changes_what_will_apply_and_who_set_it(browser, manager):
    url = reverse("followup:settings_delay", args=["orientation_weeks"])
    day = TODAY() + timedelta(days=20)
    page = browser.get(url).content.decode()
    assert "Les délais déjà commencés gardent l’ancienne valeur" in page
    assert "D. 262-65-2" in page
    data = filled(browser, url, given=8, starts_on=day.isoformat())
    assert browser.post(url, data).status_code == 302
    page = browser.get(url).content.decode().replace("\u00a0", " ")
    assert f"8 semaines à partir du {day:%d/%m/%Y}" in page
    assert str(manager) in page
    page = browser.get(reverse("followup:settings")).content.decode().replace("\u00a0", " ")
    assert f"8 semaines à partir du {day:%d/%m/%Y}" in page
    (row,) = rows(DelaySetting)
    assert browser.post(reverse("followup:settings_drop_delay", args=[row.key, row.pk])).status_code
    assert rows(DelaySetting) == []


@pytest.mark.parametrize("given", ["", "beaucoup", "0", "1000"])
def test_a_wrong_value_is_said_beside_the_field(browser, given):
    url = reverse("followup:settings_delay", args=["orientation_weeks"])
    answer = browser.post(url, filled(browser, url, given=given))
    assert answer.status_code == 422
    assert "given" in answer.context["form"].errors


def test_a_delay_that_somebody_set_meanwhile_is_shown(browser):
    url = reverse("followup:settings_delay", args=["silence_days"])
    data = filled(browser, url, given=45)
    assert browser.post(url, data).status_code == 302
    answer = browser.post(url, data | {"given": 90})
    assert answer.status_code == 409
    assert "Ce qui est enregistré" in answer.content.decode()


def test_a_list_is_added_to_moved_and_a_term_withdrawn(browser):
    url = reverse("followup:settings_list", args=["journal_kind"])
    assert browser.post(url, filled(browser, url, label="Atelier")).status_code == 302
    assert browser.post(url, filled(browser, url, label="atelier")).status_code == 422
    term = next(term for term in rows(Term) if term.label == "Atelier")
    move = reverse("followup:settings_move_term", args=[term.pk, "monter"])
    assert browser.post(move).status_code == 302
    page = browser.get(url).content.decode()
    assert page.index("Atelier") < page.index("Autre")
    change = reverse("followup:settings_term", args=[term.pk])
    data = filled(browser, change, valid_until=TODAY().isoformat())
    assert browser.post(change, data).status_code == 302
    assert "Termes retirés (1)" in browser.get(url).content.decode()


def test_a_situation_asks_its_theme(browser):
    url = reverse("followup:settings_list", args=["barrier_situation"])
    answer = browser.post(url, {"label": "Autre", "valid_from": TODAY().isoformat()})
    assert answer.status_code == 422
    assert "parent" in answer.context["form"].errors


def test_a_letter_is_previewed_without_being_kept_then_kept(browser):
    url = reverse("followup:settings_letter", args=["orientation_notice"])
    data = filled(browser, url)
    preview = browser.post(url, data | {"preview": "1"})
    assert preview["Content-Type"] == "application/pdf"
    assert preview.content.startswith(b"%PDF")
    assert rows(LetterText) == []
    wrong = browser.post(url, data | {"preview": "1", "body": "{inconnu}"})
    assert wrong.status_code == 422
    assert "{inconnu}" in wrong.content.decode()
    assert browser.post(url, data | {"subject": "Votre parcours"}).status_code == 302
    assert rows(LetterText)[0].subject == "Votre parcours"
    today = browser.get(reverse("followup:settings_letter_preview", args=["orientation_notice"]))
    assert today.content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("settings_list", ["inconnue"]),
        ("settings_delay", ["inconnu"]),
        ("settings_letter", ["inconnu"]),
        ("settings_letter_preview", ["inconnu"]),
        ("settings_term", [0]),
    ],
)
def test_what_does_not_exist_is_not_found(browser, name, args):
    assert browser.get(reverse(f"followup:{name}", args=args)).status_code == 404


@pytest.mark.parametrize(
    "level", [LevelName.ADVISER, LevelName.ORIENTATION_OFFICER, LevelName.RIGHTS_ADMINISTRATOR, ""]
)
def test_nobody_else_opens_the_settings(level):
    browser = signed_in(person_with(level) if level else UserFactory())
    for name, args in (
        ("settings", []),
        ("settings_list", ["journal_kind"]),
        ("settings_delay", ["hours_min"]),
        ("settings_letter", ["contract"]),
    ):
        url = reverse(f"followup:{name}", args=args)
        assert browser.get(url).status_code == 403
        assert browser.post(url, {}).status_code == 403
