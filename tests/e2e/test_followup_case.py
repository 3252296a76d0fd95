"""The adviser's day in a case: a note in seconds, a text that nothing loses, two people at once."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route, expect

from portal.followup.models import (
    Appointment,
    Draft,
    JournalEntry,
    Profession,
    ReferentAssignment,
)
from portal.followup.rows.scope import Scope, system_scope
from snippets.models import SiteSettings
from tests.e2e import browser as tools
from tests.e2e import cms
from tests.portal.followup.cast import make_appointment, make_note
from tests.portal.followup.people_of_the_area import (
    join_team,
    make_beneficiary,
    make_household,
    make_professional,
    make_unit,
    orient,
    refer,
    worked_day,
)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
REFERENT, NURSE = "referente@exemple.test", "infirmiere@exemple.test"
TEXT = "Elle a visité la crèche ; une place se libère en janvier."


@pytest.fixture
def site(live_server: Any) -> Any:
    """A site without a map."""
    SiteSettings.objects.update_or_create(pk=1, defaults={"tile_url": ""})
    return live_server


def prepared() -> int:
    """A case with a referent and a nurse, an appointment of this morning, a note; its key."""
    unit = make_unit("Unité de Delle")
    referent = make_professional(unit=unit, email=REFERENT)
    nurse = make_professional(unit=unit, email=NURSE, profession=Profession.HEALTH)
    case = make_beneficiary(
        referent,
        household=make_household(),
        phone="06 12 34 56 78",
        email="eloise.martin@exemple.test",
        address_line="3 rue des Lilas",
        postal_code="90100",
        town="Delle",
    )
    orient(case)
    join_team(case, nurse)
    make_appointment(case, referent)
    make_appointment(case, referent, timezone.now() + timedelta(days=3))
    make_note(case, referent, "Premier entretien.")
    return case.pk


def in_area(model: Any, **names: Any) -> list[Any]:
    """Rows, read by the site."""

    def read() -> list[Any]:
        with system_scope(Scope.TEST):
            return list(model.unscoped.filter(**names).order_by("pk"))

    return cms.in_database(read)


def enter(page: Page, base: str, email: str, path: str) -> None:
    """Open a screen of the area as somebody."""
    cms.enter(page, base, email)
    page.goto(f"{base}{path}")


def saved(page: Page) -> None:
    """What is typed has reached the site."""
    expect(page.locator("[data-draft-status]")).to_contain_text("Brouillon enregistré à")


@pytest.mark.parametrize(
    ("size", "javascript"),
    [
        pytest.param(tools.PHONE, True, id="phone"),
        pytest.param(tools.DESKTOP, True, id="desktop", marks=pytest.mark.full),
        pytest.param(tools.PHONE, False, id="plain", marks=pytest.mark.full),
    ],
)
def test_an_appointment_is_noted_in_one_form(
    chromium: Browser, site: Any, screenshot: Any, size: dict[str, int], javascript: bool
) -> None:
    pk = cms.in_database(prepared)
    path = f"/suivi/dossiers/{pk}/"
    with tools.context(chromium, size, javascript=javascript) as adviser:
        page = adviser.new_page()
        with tools.no_errors(page) as complaints:
            enter(page, site.url, REFERENT, path)
            if javascript:
                tools.look(page, screenshot, "case")
            # Wherever one is in the case, its header and the button are on screen.
            last = page.get_by_role("heading", name="Foyer et groupe de suivi")
            last.scroll_into_view_if_needed()
            button = page.get_by_role("link", name=re.compile("^Noter"))
            expect(button).to_be_in_viewport()
            expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
            tools.follow(button)
            if javascript:
                tools.look(page, screenshot, "quick")
            # The appointment of today is chosen, and held: the note is all there is to type.
            page.get_by_label("Note", exact=True).fill(TEXT)
            page.get_by_label("Prochain rendez-vous le").fill("2020-01-01")
            tools.follow(page.get_by_role("button", name="Enregistrer"))
            expect(page.get_by_role("alert")).to_contain_text("Cette date est passée")
            expect(page.get_by_label("Note", exact=True)).to_have_value(TEXT)
            soon = f"{worked_day(9):%Y-%m-%d}"
            page.get_by_label("Prochain rendez-vous le").fill(soon)
            tools.follow(page.get_by_role("button", name="Enregistrer"))
            expect(page.get_by_text("Le rendez-vous est noté. Le prochain est le")).to_be_visible()
            expect(page.get_by_text("une place se libère")).to_be_visible()
        assert complaints == []
    states = [row.state for row in in_area(Appointment)]
    assert states == ["held", "planned", "planned"]
    assert in_area(Draft) == []


def test_nothing_focused_hides_under_the_header(chromium: Browser, site: Any) -> None:
    pk = cms.in_database(prepared)
    with tools.context(chromium, tools.PHONE) as adviser:
        page = adviser.new_page()
        enter(page, site.url, REFERENT, f"/suivi/dossiers/{pk}/noter/")
        page.get_by_role("button", name="Enregistrer").focus()
        foot = page.locator(".case-header").bounding_box()
        assert foot is not None
        for _ in range(8):
            page.keyboard.press("Shift+Tab")
            top = page.evaluate("document.activeElement.getBoundingClientRect().top")
            assert top >= foot["height"] - 1


def test_tabs_fold_on_a_phone(chromium: Browser, site: Any, screenshot: Any) -> None:
    pk = cms.in_database(prepared)
    with tools.context(chromium, tools.PHONE) as adviser:
        page = adviser.new_page()
        enter(page, site.url, REFERENT, f"/suivi/dossiers/{pk}/")
        journal = page.get_by_role("link", name="Journal", exact=True)
        expect(journal).to_be_hidden()
        page.get_by_role("button", name="Rubriques du dossier").click()
        expect(journal).to_be_visible()
        tools.follow(journal)
        tools.look(page, screenshot, "journal")


def test_a_text_outlives_the_session(chromium: Browser, site: Any, screenshot: Any) -> None:
    pk = cms.in_database(prepared)
    path = f"/suivi/dossiers/{pk}/journal/ecrire/"
    with tools.context(chromium, tools.DESKTOP) as adviser:
        page = adviser.new_page()
        enter(page, site.url, REFERENT, path)
        note = page.get_by_label("Note", exact=True)
        note.fill("Le début")
        saved(page)
        cms.in_database(Session.objects.all().delete)
        note.fill(TEXT)
        status = page.locator("[data-draft-status]")
        expect(status).to_contain_text("Votre connexion est finie")
        expect(note).to_have_value(TEXT)
        expect(status.get_by_role("link", name="Reconnectez-vous")).to_have_attribute(
            "href", re.compile(r"^/compte/connexion/\?next=%2Fsuivi%2F")
        )
        screenshot(page, "expired")
        # The text is in this tab alone.
        assert page.evaluate("JSON.stringify(localStorage)") == "{}"
        assert "crèche" in page.evaluate("JSON.stringify(sessionStorage)")
        # The form itself, sent by somebody who is signed out, comes back with its text.
        with page.expect_navigation(url="**/compte/connexion/**"):
            page.get_by_role("button", name="Enregistrer la note").click()
        enter(page, site.url, REFERENT, path)
        expect(note).to_have_value(TEXT)
        expect(page.get_by_text("n’avait pas été enregistré : le revoici")).to_be_visible()
        saved(page)
        tools.follow(page.get_by_role("button", name="Enregistrer la note"))
        expect(page.get_by_text("La note est enregistrée")).to_be_visible()
        assert page.evaluate("sessionStorage.length") == 0
    assert in_area(Draft) == []
    assert [row.text for row in in_area(JournalEntry)] == ["Premier entretien.", TEXT]


def test_a_text_is_not_shown_to_who_signs_in_next_in_the_tab(chromium: Browser, site: Any) -> None:
    pk = cms.in_database(prepared)
    path = f"/suivi/dossiers/{pk}/journal/ecrire/"
    with tools.context(chromium, tools.DESKTOP) as shared:
        page = shared.new_page()
        enter(page, site.url, REFERENT, path)
        page.route("**/brouillons/enregistrer/", lambda route: route.abort())
        page.get_by_label("Note", exact=True).fill(TEXT)
        expect(page.locator("[data-draft-status]")).to_contain_text("Pas de réseau")
        shared.clear_cookies()
        enter(page, site.url, NURSE, path)
        page.wait_for_function("() => sessionStorage.length === 0")
        expect(page.get_by_label("Note", exact=True)).to_have_value("")


def handed_over() -> None:
    """The case goes to the nurse."""
    with system_scope(Scope.TEST):
        now = timezone.now() - timedelta(seconds=1)
        former = ReferentAssignment.unscoped.select_related("beneficiary").get()
        former.ends_at = now
        former.save()
        nurse = type(former.professional).unscoped.get(user__email=NURSE)
        refer(former.beneficiary, nurse, starts_at=now)


def test_a_transfer_while_one_types_gives_the_text_back(
    chromium: Browser, site: Any, screenshot: Any
) -> None:
    pk = cms.in_database(prepared)
    with tools.context(chromium, tools.DESKTOP) as former:
        page = former.new_page()
        enter(page, site.url, REFERENT, f"/suivi/dossiers/{pk}/journal/ecrire/")
        name = page.get_by_role("heading", level=1).inner_text().split(" n°")[0]
        page.get_by_label("Note", exact=True).fill("Le début")
        saved(page)
        cms.in_database(handed_over)
        page.get_by_label("Note", exact=True).fill(TEXT)
        tools.follow(page.get_by_role("button", name="Enregistrer la note"))
        expect(page.get_by_text("Vous ne suivez plus ce dossier")).to_be_visible()
        tools.follow(page.get_by_role("button", name="Lire mon texte"))
        expect(page.get_by_text("une place se libère")).to_be_visible()
        expect(page.locator("main")).not_to_contain_text(name)
        tools.look(page, screenshot, "returned")
        tools.follow(page.get_by_role("button", name="J’ai repris ce texte"))
        expect(page.get_by_text("Tout ce que vous avez écrit est enregistré")).to_be_visible()
    assert in_area(Draft) == []
    assert [row.text for row in in_area(JournalEntry)] == ["Premier entretien."]


def test_what_is_typed_before_the_script_comes_is_kept(chromium: Browser, site: Any) -> None:
    pk = cms.in_database(prepared)
    with tools.context(chromium, tools.PHONE) as adviser:
        page = adviser.new_page()
        late: list[Route] = []
        page.route("**/js/followup-draft*.js", lambda route: late.append(route))
        enter(page, site.url, REFERENT, f"/suivi/dossiers/{pk}/journal/ecrire/")
        page.get_by_label("Note", exact=True).fill("Tapé tout de suite")
        expect(page.locator("[data-draft-status]")).to_be_empty()
        for script in late:
            script.continue_()
        saved(page)
    (draft,) = in_area(Draft)
    assert draft.fields["text"] == "Tapé tout de suite"


def test_two_advisers_on_one_appointment_and_two_windows_on_one_note(
    chromium: Browser, site: Any, screenshot: Any
) -> None:
    pk = cms.in_database(prepared)
    planned, note = in_area(Appointment, state="planned")[-1], in_area(JournalEntry)[0]
    move = f"/suivi/dossiers/{pk}/rendez-vous/{planned.pk}/deplacer/"
    edit = f"/suivi/dossiers/{pk}/journal/{note.pk}/modifier/"
    with (
        tools.context(chromium, tools.DESKTOP) as first,
        tools.context(chromium, tools.PHONE) as second,
    ):
        desk, phone = first.new_page(), second.new_page()
        enter(desk, site.url, REFERENT, move)
        enter(phone, site.url, NURSE, move)
        for page, hour in ((desk, "09:00"), (phone, "16:00")):
            page.get_by_label("Heure").fill(hour)
            tools.follow(page.get_by_role("button", name="Déplacer"))
        theirs = phone.get_by_role("complementary", name="Ce qui est enregistré")
        expect(theirs).to_contain_text("9 h")
        expect(phone.get_by_label("Heure")).to_have_value("16:00")
        tools.look(phone, screenshot, "moved")
        # The author, at the desk and on the phone.
        enter(desk, site.url, REFERENT, edit)
        enter(phone, site.url, REFERENT, edit)
        for page, text in ((desk, "Écrit au bureau."), (phone, "Écrit au téléphone.")):
            page.get_by_label("Note", exact=True).fill(text)
            tools.follow(page.get_by_role("button", name="Enregistrer la note"))
        expect(phone.get_by_text("Écrit au bureau.")).to_be_visible()
        expect(phone.get_by_label("Note", exact=True)).to_have_value("Écrit au téléphone.")
        tools.look(phone, screenshot, "both-texts")
        tools.follow(phone.get_by_role("button", name="Enregistrer la note"))
        expect(phone.get_by_text("La note est modifiée")).to_be_visible()
