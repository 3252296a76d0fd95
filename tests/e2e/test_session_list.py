"""An officer runs the list of a session, at a desk and on a phone."""

import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from post_office.models import Email

from portal.recruitment.states import Status
from tests.e2e import browser as tools
from tests.factories import OrganisationFactory
from tests.portal.accounts.people import manager_of, officer
from tests.portal.recruitment.session_lists import make_list, put, shown
from tests.sign_in import session_cookie

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PHONE = "06 11 22 33 44"
SIZES = {"desk": tools.DESKTOP, "phone": tools.PHONE}


@pytest.fixture
def visit(live_server, chromium):
    """Open a page as somebody, at a width; its console stays silent."""

    @contextmanager
    def opened(user, size="desk", **options):
        with tools.context(chromium, SIZES[size], base_url=live_server.url, **options) as visitor:
            visitor.add_cookies([session_cookie(user, live_server.url)])
            page = visitor.new_page()
            with tools.no_errors(page) as complaints:
                yield page
            assert complaints == []

    return opened


@pytest.fixture
def roster():
    """Two hours of two places, three people of whom one waits, one without an address."""
    made = make_list(
        title="Job dating de l’aide à domicile",
        organisation=OrganisationFactory(name="Les Aides du Lion", verified_at=timezone.now()),
        slots=2,
        at_once=2,
    )
    first = made.slots.first()
    put(made, first_name="Anne", last_name="Petit", slot=first)
    put(
        made,
        first_name="Karim",
        last_name="Sans-Mail",
        email="",
        phone=PHONE,
        slot=first,
    )
    put(made, first_name="Léa", last_name="Attente", status=Status.WAITLISTED)
    return made


def row_of(page, name):
    return page.get_by_role("row").filter(has_text=name)


def add(page):
    page.get_by_role("link", name="Ajouter une personne").click()
    expect(page.get_by_role("heading", name="Ajouter une personne")).to_be_visible()
    page.get_by_role("button", name="Inscrire cette personne").click()
    expect(page.locator("#erreurs")).to_contain_text("Écrivez le prénom.")
    page.get_by_label("Prénom").fill("Paul")
    page.get_by_label("Nom", exact=True).fill("Durand")
    page.get_by_label("Téléphone (facultatif)").fill("06 99 88 77 66")
    page.get_by_label("Besoins d’accessibilité").fill("Fauteuil")
    page.get_by_label("J’ai lu ce texte à la personne").check()


@tools.on_a_phone
def test_an_officer_adds_moves_promotes_and_writes(visit, roster, screenshot, size):
    with visit(officer(), size) as page:
        page.goto("/rencontres/")
        tools.look(page, screenshot, f"sessions-{size}")
        tools.follow(page.get_by_role("link", name=roster.title).first)
        tools.look(page, screenshot, f"list-{size}")
        add(page)
        tools.look(page, screenshot, f"add-{size}")
        page.get_by_role("button", name="Inscrire cette personne").click()
        expect(page.get_by_role("status").first).to_contain_text("Paul Durand est en liste")

        tools.follow(page.get_by_role("link", name="Léa Attente"))
        tools.look(page, screenshot, f"one-{size}")
        page.get_by_role("link", name="Donner une place").click()
        page.get_by_label(re.compile(r"2\splaces")).check()
        page.get_by_role("button", name="Donner la place").click()
        expect(page.get_by_role("status").first).to_contain_text("Léa Attente a une place")

        page.goto(f"/rencontres/{roster.pk}/")
        page.get_by_role("link", name="Anne Petit").click()
        tools.follow(page.get_by_role("link", name="Changer d’heure"))
        tools.look(page, screenshot, f"move-{size}")
        page.get_by_role("radio").last.check()
        page.get_by_role("button", name="Changer d’heure").click()
        expect(page.get_by_role("status").first).to_contain_text("C’est changé")

        page.goto(f"/rencontres/{roster.pk}/")
        page.get_by_label("Choisir Anne Petit").check()
        page.get_by_label("Choisir Karim Sans-Mail").check()
        expect(page.get_by_text("2 personnes choisies")).to_be_visible()
        page.get_by_role("button", name="Écrire", exact=True).click()
        expect(page.get_by_text(PHONE)).to_be_visible()
        page.get_by_label("Objet").fill("La salle a changé")
        page.get_by_label("Message").fill("Bonjour {prenom}, venez salle 4.")
        page.get_by_role("button", name="Voir l’aperçu").click()
        expect(page.get_by_text("Bonjour Anne, venez salle 4.")).to_be_visible()
        tools.look(page, screenshot, f"message-{size}")
        page.get_by_role("button", name=re.compile(r"Envoyer à 1\spersonne")).click()
        expect(page.get_by_role("status").first).to_contain_text("Le message part à")
    assert Email.objects.filter(subject="La salle a changé").count() == 1
    assert roster.registrations.get(participant__last_name="Petit").slot == roster.slots.last()


def test_the_call_list_on_a_phone(visit, screenshot):
    soon = make_list(starts_at=timezone.now() + timedelta(hours=1), capacity=2)
    put(soon)
    for name in ("Un", "Deux"):
        put(soon, last_name=name, status=Status.WAITLISTED, phone=PHONE)
    with visit(officer(), "phone") as page:
        page.goto("/rencontres/")
        tools.follow(page.get_by_role("link", name=re.compile("à appeler")).first)
        tools.look(page, screenshot, "calls")
        first = page.get_by_role("listitem").filter(has_text="Nadia Un")
        expect(first.get_by_role("link", name=PHONE)).to_have_attribute("href", "tel:+33611223344")
        first.get_by_role("button", name="Pas joignable").click()
        expect(page.get_by_role("status").first).to_contain_text("ne répond pas")
        second = page.get_by_role("listitem").filter(has_text="Nadia Deux")
        second.get_by_role("button", name="Oui").click()
        expect(page.get_by_text("Toutes les places sont prises.")).to_be_visible()
        tools.look(page, screenshot, "calls-done")


def test_a_manager_marks_prints_and_gives_a_link_without_javascript(
    visit, live_server, chromium, screenshot
):
    organisation = OrganisationFactory(name="Scierie Vauthier", verified_at=timezone.now())
    today = make_list(organisation=organisation, starts_at=timezone.now() - timedelta(minutes=10))
    shown(today, last_name="Montrée", phone=PHONE)
    hidden = put(today, last_name="Cachée")
    with visit(manager_of(organisation), javascript=False) as page:
        page.goto(f"/rencontres/{today.pk}/")
        expect(page.get_by_text("Personne inscrite").first).to_be_visible()
        page.get_by_role("button", name=re.compile(f"Présente.*code {hidden.code[:5]}")).click()
        expect(page.get_by_role("status").first).to_contain_text("présente")
        tools.follow(page.get_by_role("link", name="Feuille d’émargement"))
        page.emulate_media(media="print")
        screenshot(page, "sheet")
        expect(page.get_by_role("link", name="Revenir à la liste")).to_be_hidden()
        expect(page.get_by_text(hidden.code[:5])).to_be_visible()
        page.emulate_media(media="screen")
        page.goto(f"/rencontres/{today.pk}/liens/")
        page.get_by_label("Scierie Vauthier").check()
        tools.follow(page.get_by_role("button", name="Faire un lien"))
        address = page.get_by_label("Le lien", exact=True).input_value()
        page.goto(f"/rencontres/{today.pk}/acces/")
        expect(page.get_by_text("Feuille d’émargement")).to_be_visible()
    path = re.search(r"/rencontres/lien/.*", address)[0]
    with tools.context(chromium, tools.PHONE, base_url=live_server.url) as visitor:
        page = visitor.new_page()
        page.goto(path)
        tools.look(page, screenshot, "door")
        page.get_by_role("button", name="Voir la liste").click()
        expect(page.get_by_text("Nadia Montrée")).to_be_visible()
        expect(page.get_by_text("Cachée")).to_have_count(0)
        tools.look(page, screenshot, "company")
