"""The screens of campaigns: what a form refuses, what colleagues read, what a list costs."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from pages.models.session import SessionAudience
from portal.accounts.level_names import LevelName as L
from portal.accounts.models import User
from portal.mailing.models import Campaign, Source
from tests.factories import CommuneFactory
from tests.portal.accounts.people import officer, person_with, queries_of, signed_in
from tests.portal.mailing.world import (
    EVERY_ORGANISATION,
    approved,
    campaign,
    candidate,
    earlier_campaign,
    organisation,
    session_list,
)
from tests.states import fresh

pytestmark = pytest.mark.django_db
HOME = "/communication/campagnes/"


@pytest.fixture(scope="module")
def author(lasting: None) -> User:
    return officer(first_name="Amina", last_name="Diallo")


@pytest.fixture(scope="module")
def draft(author: User) -> Campaign:
    organisation(email="un@exemple.test", name="Menuiserie Richard")
    organisation(email="deux@exemple.test", name="Garage Lebrun")
    return campaign(author, reply_to="forum@exemple.test", replies_read_by="Marie Petit")


@pytest.fixture
def browser(author: User) -> Client:
    return signed_in(author)


def of(row: Campaign, path: str = "") -> str:
    return f"{HOME}{row.pk}/{path}"


# --- Lists


def test_the_home_costs_the_same_with_one_and_twenty_of_each(author: User, browser: Client) -> None:
    def lay(number: int) -> None:
        campaign(author, name=f"Brouillon {number}")
        sent = earlier_campaign(author, f"{number}@exemple.test")
        approved(sent, status="sent", ended_at=timezone.now())
        approved(earlier_campaign(author, f"{number}@exemple.test"), status="sending")

    lay(0)
    first = queries_of(browser, HOME)
    for number in range(1, 20):
        lay(number)
    assert queries_of(browser, HOME) == first


def test_the_list_of_recipients_costs_the_same_with_one_and_twenty(
    author: User, browser: Client
) -> None:
    few = earlier_campaign(author, "un@exemple.test")
    many = earlier_campaign(author, *(f"{number}@exemple.test" for number in range(20)))
    first = queries_of(browser, of(few, "destinataires/"))
    assert queries_of(browser, of(many, "destinataires/")) == first


def test_recipients_are_narrowed_and_their_numbers_sum(author: User, browser: Client) -> None:
    row = earlier_campaign(author, *(f"{number}@exemple.test" for number in range(5)))
    row.recipients.filter(address__startswith="1").update(withheld="no_longer")
    row.recipients.filter(address__startswith="2").update(kept_outcome="failed")
    page = browser.get(of(row, "destinataires/"))
    assert sum(count for _, _, count in page.context["outcomes"]) == page.context["total"] == 5

    def shown(query: str) -> list[str]:
        rows = browser.get(of(row, f"destinataires/?{query}")).context["rows"]
        return [recipient.address for recipient, _, _ in rows]

    assert shown("etat=withheld&raison=no_longer") == ["1@exemple.test"]
    assert shown("etat=failed") == ["2@exemple.test"]
    assert shown("q=4%40EXEMPLE") == ["4@exemple.test"]
    # What is no filter narrows nothing.
    assert len(shown("etat=tous&raison=%27&page=9999")) == 5


def test_the_archive_is_searched_by_name(author: User, browser: Client) -> None:
    for name in ("Forum de mars", "Soirée des employeurs"):
        row = earlier_campaign(author, "un@exemple.test", name=name, subject=name)
        approved(row, status="sent", ended_at=timezone.now())
    found = browser.get(HOME, {"q": "forum"}).context["past"]
    assert [line.campaign.name for line in found] == ["Forum de mars"]
    assert "Aucune campagne passée" in browser.get(HOME, {"q": "rien"}).content.decode()


# --- Whom it is for

FORM = {
    "kinds": ["company"],
    "communes": "all",
    "radius_km": "0",
    "sectors": "all",
    "verified": "all",
    "version": "0",
}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kinds": []}, "kinds"),
        ({"kinds": ["?"]}, "kinds"),
        ({"communes": "some"}, "commune_1"),
        ({"communes": "some", "commune_1": "Nulle-Part"}, "commune_1"),
        ({"communes": "all", "commune_1": "Delle"}, "communes"),
        ({"communes": ""}, "communes"),
        ({"radius_km": "7"}, "radius_km"),
        ({"sectors": "some"}, "sections"),
        ({"sectors": "some", "codes": "99.99Z; <b>"}, "sectors"),
        ({"sectors": "all", "sections": ["F"]}, "sectors"),
        ({"verified": "perhaps"}, "verified"),
        ({"version": ""}, "version"),
        ({"version": "-1"}, "version"),
        ({"version": "9" * 30}, "version"),
    ],
)
def test_a_wrong_criterion_is_said_at_its_field_and_nobody_is_counted(
    draft: Campaign, browser: Client, change: dict[str, Any], field: str
) -> None:
    CommuneFactory(name="Delle")
    answer = browser.post(of(draft, "public/"), {**FORM, **change})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "estimate" not in answer.context
    assert "Personne n’est encore compté" in answer.content.decode()
    assert fresh(draft).criteria == EVERY_ORGANISATION


def test_criteria_come_back_as_they_were_chosen(draft: Campaign, browser: Client) -> None:
    places = [CommuneFactory(name=name) for name in ("Delle", "Beaucourt", "Giromagny", "Offemont")]
    chosen = {
        "communes": "some",
        "radius_km": "10",
        "sectors": "some",
        "sections": ["F"],
        **{f"commune_{rank}": place.name for rank, place in enumerate(places, start=1)},
        "codes": "56.10a, 43",
    }
    assert browser.post(of(draft, "public/"), {**FORM, **chosen}).status_code == 302
    kept = fresh(draft).criteria
    assert kept["communes"] == [place.pk for place in places]
    assert (kept["radius_km"], kept["sectors"]) == (10, ["F", "56.10A", "43"])
    form = browser.get(of(draft, "public/")).context["form"]
    assert form["commune_4"].value().startswith("Offemont")
    # Two rows more, to go on without a script.
    assert [name for name in form.fields if name.startswith("commune_")][-1] == "commune_6"
    shown = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    assert browser.post(of(draft, "public/"), shown).status_code == 302
    assert fresh(draft).criteria == kept


def test_how_many_some_of_them_and_who_is_left_out_are_said(author: User, browser: Client) -> None:
    place = CommuneFactory(name="Delle")
    candidate(first_name="Éloïse", last_name="Martin", commune=place, email="eloise@exemple.test")
    candidate(agrees=False)
    page = browser.get(of(campaign(author, Source.CANDIDATES), "public/")).content.decode()
    assert "1\u00a0personne recevra ce message" in page
    assert "É. M., Delle" in page
    assert "<strong>1</strong>&nbsp;: la personne n’a pas donné son accord" in page
    for secret in ("Martin", "eloise@exemple.test"):
        assert secret not in page.partition("<main")[2]


def test_the_criteria_of_a_colleague_are_told_beside_ones_own(
    draft: Campaign, browser: Client
) -> None:
    signed_in(officer()).post(of(draft, "public/"), {**FORM, "kinds": ["association"]})
    answer = browser.post(of(draft, "public/"), FORM)
    assert answer.status_code == 409
    told = answer.context["their_rule"].sentence
    assert "association" in told.lower()
    assert told in answer.content.decode()
    again = {**FORM, "version": answer.context["form"]["version"].value()}
    assert browser.post(of(draft, "public/"), again).status_code == 302
    assert fresh(draft).criteria["kinds"] == ["company"]


def test_a_public_that_is_not_open_yet_counts_nobody(author: User) -> None:
    coordinator = signed_in(person_with(L.SPONSORSHIP_COORDINATOR))
    coordinator.post(f"{HOME}nouvelle/", {"source": "sponsors", "name": "Aux parrains"})
    row = Campaign.objects.latest("pk")
    page = coordinator.get(of(row, "public/"))
    assert (page.status_code, "estimate" in page.context) == (200, False)
    assert coordinator.post(of(row, "public/"), {"version": "0"}).status_code == 422
    assert coordinator.get(of(row)).status_code == 200
    assert coordinator.get(of(row, "message/")).status_code == 200


def test_a_session_for_beneficiaries_is_offered_nowhere(author: User, browser: Client) -> None:
    closed, opened = session_list(audience=SessionAudience.RSA), session_list(title="Forum")
    row = campaign(author, Source.SESSION, {})
    choices = browser.get(of(row, "public/")).context["form"].fields["roster"].queryset
    assert (opened in choices, closed in choices) == (True, False)
    typed = {"roster": closed.pk, "states": ["registered"], "version": "0"}
    assert browser.post(of(row, "public/"), typed).status_code == 422
    for roster, about in ((opened, "Forum"), (closed, "")):
        page = browser.get(f"{HOME}nouvelle/", {"public": "session", "roster": roster.pk})
        assert page.context["about"] == about


def test_a_shortcut_begins_a_campaign_about_its_session(author: User, browser: Client) -> None:
    roster = session_list(title="Forum")
    address = f"{HOME}nouvelle/?public=session&roster={roster.pk}"
    answer = browser.post(address, {"source": "session", "name": "Aux inscrits"})
    row = Campaign.objects.latest("pk")
    assert (answer.url, row.criteria) == (of(row, "public/"), {"roster": roster.pk})
    # What the address says wrong, it does not say.
    for wrong in ("roster=x", "roster=-1", f"roster={'9' * 40}", "page=1", ""):
        page = browser.get(f"{HOME}nouvelle/?public=session&{wrong}")
        assert (page.status_code, page.context["about"]) == (200, "")


@pytest.mark.parametrize(
    ("level", "publics"),
    [
        (L.COMMUNICATION, {"organisations", "partners"}),
        (L.SPONSORSHIP_COORDINATOR, {"sponsors"}),
    ],
)
def test_one_begins_a_campaign_to_ones_own_publics_alone(
    author: User, level: str, publics: set[str]
) -> None:
    visitor = signed_in(person_with(level))
    form = visitor.get(f"{HOME}nouvelle/").context["form"]
    assert {value for value, _ in form.fields["source"].choices} == publics
    refused = visitor.post(f"{HOME}nouvelle/", {"source": "candidates", "name": "Essai"})
    assert refused.status_code == 422
    assert not Campaign.objects.filter(name="Essai").exists()


# --- The message

TEXT = {
    "name": "Forum",
    "subject": "Le forum",
    "body": "Bonjour {{ first_name }}",
    "reply": "own",
    "replies_read_by": "Marie Petit",
    "version": "0",
}


def test_without_a_script_the_missing_words_are_asked_for(draft: Campaign, browser: Client) -> None:
    answer = browser.post(of(draft, "message/"), TEXT)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert list(form.errors) == ["fallback_first_name"]
    shown = [fallback.variable for fallback in form.fallbacks if fallback.is_used]
    assert shown == ["first_name"]
    typed = {**TEXT, "fallback_first_name": "à vous", "fallback_commune": "ici"}
    assert browser.post(of(draft, "message/"), typed).status_code == 302
    kept = fresh(draft)
    assert list(kept.fallbacks.values_list("variable", "text")) == [("first_name", "à vous")]
    assert kept.reply_to == kept.author.email


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"subject": ""}, "subject"),
        ({"subject": "{{ oups"}, "subject"),
        ({"body": "{% include 'base.html' %}"}, "body"),
        ({"body": "Bonjour {{ password }}"}, "body"),
        ({"reply": "other"}, "reply_other"),
        ({"reply": "other", "reply_other": "a@b.test, c@d.test"}, "reply_other"),
        ({"reply": "nobody"}, "reply"),
        ({"replies_read_by": ""}, "replies_read_by"),
        ({"version": "x"}, "version"),
    ],
)
def test_a_message_that_is_wrong_comes_back_as_it_was_typed(
    draft: Campaign, browser: Client, change: dict[str, str], field: str
) -> None:
    typed = {**TEXT, "fallback_first_name": "à vous", **change}
    answer = browser.post(of(draft, "message/"), typed)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert answer.context["form"]["body"].value() == typed["body"]


def test_two_texts_are_told_and_the_second_is_kept_once_it_was_read(
    draft: Campaign, author: User, browser: Client
) -> None:
    colleague = officer(first_name="Bruno", last_name="Keller")
    typed = {**TEXT, "body": "Le texte de Bruno."}
    signed_in(colleague).post(of(draft, "message/"), typed)
    mine = {**TEXT, "body": "Mon texte."}
    answer = browser.post(of(draft, "message/"), mine)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Le texte de Bruno." in page
    assert "Bruno Keller" in page
    form = answer.context["form"]
    assert form["body"].value() == "Mon texte."
    again = {**mine, "version": form["version"].value()}
    assert browser.post(of(draft, "message/"), again).status_code == 302
    assert fresh(draft).body == "Mon texte."
