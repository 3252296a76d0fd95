"""From an accepted application to the certificate: on a phone, with scripts and without."""

import re
import subprocess
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from snippets.models import SiteSettings
from tests.e2e import browser as tools
from tests.e2e import cms
from tests.factories import CommuneFactory
from tests.portal.sponsorship.commitments.volunteers import (
    accept,
    applied,
    association,
    candidate,
    days_ago,
    mission,
)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
NADIA, MARC = "nadia@exemple.test", "marc@exemple.test"


@pytest.fixture
def site(live_server: Any) -> Any:
    """A site without a map."""
    SiteSettings.objects.update_or_create(pk=1, defaults={"tile_url": ""})
    CommuneFactory(belfort=True)
    return live_server


def accepted() -> None:
    """Nadia is accepted for a mission of one day, two days ago."""
    organisation, member = association()
    type(member).objects.filter(pk=member.pk).update(email=MARC)
    person = candidate(first_name="Nadia", last_name="Benali", email=NADIA)
    page = mission(organisation, rhythm="one_off", starts_on=days_ago(2), ends_on=days_ago(0))
    accept(applied(page, person), member)


@tools.with_and_without_scripts
def test_from_the_acceptance_to_the_certificate(
    chromium: Browser, site: Any, screenshot: Any, tmp_path: Any, javascript: bool
) -> None:
    base = site.url
    cms.in_database(accepted)

    def see(page: Any, name: str) -> None:
        if javascript:
            tools.look(page, screenshot, name)

    with (
        tools.context(chromium, tools.PHONE, javascript=javascript) as phone,
        tools.context(chromium, tools.DESKTOP, javascript=javascript) as desk,
    ):
        person, member = phone.new_page(), desk.new_page()
        cms.enter(person, base, NADIA)
        cms.enter(member, base, MARC)
        person.goto(f"{base}/mon-espace/")
        tools.follow(person.get_by_role("link", name="Voir mon bénévolat"))
        see(person, "list")
        tools.follow(person.get_by_role("link", name=re.compile("Noter mes heures")))
        person.get_by_label("Nombre d’heures").fill("3,1")
        tools.follow(person.get_by_role("button", name="Noter ces heures"))
        expect(person.get_by_role("alert")).to_contain_text("par quart d’heure")
        see(person, "wrong")
        person.get_by_label("Nombre d’heures").fill("3,5")
        person.get_by_label("Jour").fill(days_ago(1).isoformat())
        tools.follow(person.get_by_role("button", name="Noter ces heures"))
        expect(person.get_by_text("L’association doit confirmer.")).to_be_visible()
        see(person, "declared")

        member.goto(f"{base}/benevolat/engagements/")
        see(member, "to-confirm")
        member.get_by_label(re.compile("Nadia Benali")).check()
        tools.follow(member.get_by_role("button", name="Confirmer ce qui est coché"))
        expect(member.get_by_role("heading", level=1)).to_contain_text("1 déclaration, 3 h 30")
        see(member, "bulk")
        tools.follow(member.get_by_role("button", name="Confirmer 1 déclaration"))
        expect(member.get_by_text("1 déclaration confirmée, 3 h 30.")).to_be_visible()

        person.reload()
        tools.follow(person.get_by_role("link", name="Mettre fin à cet engagement"))
        person.get_by_label("Un mot pour l’autre").fill("Merci à toute l’équipe.")
        see(person, "end")
        tools.follow(person.get_by_role("button", name="Mettre fin à l’engagement"))
        link = person.get_by_role("link", name=re.compile("Attestation du"))
        see(person, "certified")
        with person.expect_download() as downloading:
            link.click()
        path = tmp_path / "attestation.pdf"
        downloading.value.save_as(path)
        command = ["pdftotext", "-layout", str(path), "-"]
        text = subprocess.run(command, capture_output=True, check=True, text=True).stdout
        words = " ".join(text.replace("\u00a0", " ").split())
        for word in ("Nadia Benali", "Les Mains tendues", "3 h 30"):
            assert word in words
        address = re.search(r"/benevolat/attestation/[A-Z0-9-]+/", words.replace(" ", ""))[0]
        member.goto(f"{base}{address}")
        expect(member.get_by_role("heading", level=1)).to_have_text("Cette attestation est vraie")
        see(member, "check")
