"""The site of another Département: what it shows, sends and hands out names no other one."""

import html
import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from portal.cv.pdf.sheet import Sheet
from portal.cv.printing import pdf_of
from snippets.mail import kinds as mail_kinds
from snippets.mail.queue import queue_mail
from snippets.mail.templates.samples import sample_values
from snippets.models import SiteSettings
from tests.factories import (
    CommuneFactory,
    JobOfferPageFactory,
    OrganisationFactory,
    RecruitmentSessionPageFactory,
    VolunteeringPageFactory,
)
from tests.pdf_text import extract_text
from tests.portal.accounts.people import person_with
from tests.portal.cv.sharing.links import candidate, cv_of
from tests.sign_in import new_session
from tests.test_territory_words import WORDS

pytestmark = pytest.mark.django_db
# Below these: Wagtail's screens, tools of development, machines; what acts by being read.
LEFT_OUT = re.compile(r"cms/|dev/|health/|static/|media/|documents/|api/v2/")
NAME = "Tremplin d’ici"


@pytest.fixture(autouse=True)
def doubs():
    """The Doubs, in its own words, with a commune, an organisation and an opportunity of each."""
    cache.clear()
    SiteSettings.objects.create(
        site_name=NAME,
        department_code="25",
        contact_email="emploi@doubs.test",
        contact_phone="01 99 00 12 34",
        contact_address="1 place Haute, 25000 Courlande",
        contact_hours="Le matin",
        map_latitude=47.24,
        map_longitude=6.02,
        tile_url="",
    )
    commune = CommuneFactory(
        insee_code="25056",
        name="Courlande",
        postal_codes=["25000"],
        population=120_000,
        epci_name="CC de Courlande",
        latitude=47.24,
        longitude=6.02,
    )
    organisation = OrganisationFactory(
        name="Menuiserie Haute", slug="menuiserie-haute", commune=commune, address="1 rue Basse"
    )
    of_here = {"commune": commune, "organisation": organisation}
    return (
        JobOfferPageFactory(**of_here),
        VolunteeringPageFactory(**of_here),
        RecruitmentSessionPageFactory(**of_here),
    )


def addresses(patterns: list, prefix: str = "") -> Iterator[str]:
    """Every address that has no part of its own."""
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}".replace("^", "").replace("$", "")
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and not re.search(r"[<(\\]", route):
            yield route


def foreign(text: str) -> set[str]:
    """The words of another territory or another site; the region is the Doubs's own."""
    return set(WORDS.findall(html.unescape(text).replace("Bourgogne-Franche-Comté", "")))


def shown(browser: Client, paths: list[str]) -> dict[str, str]:
    """What each address answers, if it does."""
    found = {}
    for path in paths:
        answer = browser.get(path)
        if answer.status_code == 200:
            body = b"".join(answer) if answer.streaming else answer.content
            found[path] = body.decode(errors="ignore")
    return found


def test_no_page_names_another_territory(doubs):
    paths = {f"/{path}" for path in addresses(get_resolver().url_patterns)}
    paths = {path for path in paths if not LEFT_OUT.match(path[1:])}
    paths |= {page.url for page in doubs}
    paths |= {
        "/",
        "/organisations/menuiserie-haute/",
        "/offres/?lieu=25000",
        "/offres/?lieu=Paris",
        "/offres/communes/?q=cour",
        "/api/v1/communes/?q=cour",
    }
    pages = shown(Client(), sorted(paths))
    assert len(pages) > 50, sorted(pages)
    assert {path: words for path, text in pages.items() if (words := foreign(text))} == {}
    assert NAME in html.unescape(pages["/"])
    assert "dans le Doubs" in html.unescape(pages["/"])
    assert "Bourgogne-Franche-Comté" in pages[doubs[0].url]
    assert "Département du Doubs" in pages["/mentions-legales/"]
    assert "API de Tremplin" in pages["/api/schema/"]
    missing = Client().get("/rien/ici/")
    assert missing.status_code == 404
    assert not foreign(missing.content.decode())


def test_no_screen_of_who_has_most_of_them_names_another_territory(doubs):
    paths = {f"/{path}" for path in addresses(get_resolver().url_patterns)}
    browser = Client()
    browser.cookies["sessionid"] = new_session(person_with("employment_officer")).session_key
    pages = shown(browser, sorted(path for path in paths if not LEFT_OUT.match(path[1:])))
    assert len(pages) > 70, sorted(pages)
    assert {path: words for path, text in pages.items() if (words := foreign(text))} == {}


def test_no_message_names_another_site():
    found = {}
    for kind in mail_kinds.every():
        sent = queue_mail(
            kind.key, to="eloise@exemple.test", context=sample_values(kind, common=False)
        )
        said = f"{sent.headers['From']}\n{sent.subject}\n{sent.message}\n{sent.html_message}"
        if words := foreign(said):
            found[kind.key] = words
        assert NAME in html.unescape(said), kind.key
    assert found == {}


def test_no_pdf_names_another_site():
    cv = cv_of(candidate())
    printed = pdf_of(cv, timezone.localdate())
    sheet = Sheet(title="Contrat d’engagement")
    sheet.paragraph("Un paragraphe.")
    found = {}
    for name, pdf in (("cv", printed), ("sheet", sheet.finished())):
        with pikepdf.open(BytesIO(pdf)) as document:
            said = " ".join(str(value) for value in document.docinfo.values())
            said += str(document.open_metadata())
        # What the person wrote is theirs.
        found[name] = foreign(said + extract_text(pdf)) - {"Delle"}
        if name == "sheet":
            assert NAME in said
    assert found == {"cv": set(), "sheet": set()}
