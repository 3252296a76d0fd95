"""One reads, takes away, corrects and erases one's own data, and nobody else's."""

import html
import json
import re
import subprocess
import unicodedata
from html import unescape

import pytest
from django.utils import timezone

from portal.accounts import consents
from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.accounts.models import AuditEntry, Consent
from portal.accounts.services.grants import grant_level
from portal.personal_data import services
from portal.personal_data.register import holdings
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    user = UserFactory(first_name="Zénobie", last_name="Lœuf")
    grant_level(user=user, level=LevelName.CANDIDATE, reason="Inscription", actor=Actor(None))
    consents.give_consent(user=user, text=consents.TERMS)
    return user


@pytest.fixture
def browser(client, person):
    """Somebody who has just given their password again."""
    client.force_login(person)
    client.post("/compte/confirmer/?next=/compte/", {"password": PASSWORD})
    return client


def test_the_page_shows_what_is_kept(browser, person):
    text = browser.get("/compte/mes-donnees/").text
    assert person.email in text
    assert "Candidat·e" in text
    assert "Les règles d’utilisation" in text


def test_it_is_for_who_is_signed_in_and_never_kept_by_a_proxy(client, browser):
    assert "no-store" in browser.get("/compte/mes-donnees/")["Cache-Control"]
    browser.logout()
    assert browser.get("/compte/mes-donnees/").status_code == 302


def test_the_json_has_every_row_with_its_reason(browser, person):
    UserFactory(email="autre@exemple.test", first_name="Autre")
    response = browser.post("/compte/mes-donnees/json/")
    assert "attachment" in response["Content-Disposition"]
    document = json.loads(response.text)
    by_model = {holding["model"]: holding for holding in document["data"]}
    account = by_model["accounts.User"]["rows"][0]
    assert (account["first_name"], account["email"]) == ("Zénobie", person.email)
    assert by_model["accounts.LevelGrant"]["rows"][0]["level"] == "candidate"
    assert by_model["accounts.LevelGrant"]["how_long"]
    assert "password" not in response.text
    assert "autre@exemple.test" not in response.text
    assert AuditEntry.objects.get(action="data_exported").subject == person


def test_the_pdf_is_readable_with_its_accents_and_fonts(browser, tmp_path):
    response = browser.post("/compte/mes-donnees/pdf/")
    file = tmp_path / "donnees.pdf"
    file.write_bytes(response.content)
    assert subprocess.run(["qpdf", "--check", file], capture_output=True).returncode == 0
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True).stdout.decode()
    assert "Zénobie" in text
    assert "Lœuf" in text
    assert "Candidat·e" in text
    fonts = subprocess.run(["pdffonts", file], capture_output=True).stdout.decode()
    assert "Helvetica" not in fonts
    assert not re.search(r"\bno\s+(yes|no)\s+(yes|no)\s+\d", fonts), fonts


def test_the_pdf_holds_a_text_longer_than_a_page(browser, person, tmp_path):
    person.last_name = "Martin"
    person.save()
    AuditEntry.objects.create(
        action=AuditEntry.Action.LEVEL_GRANTED,
        actor_name="Déclic",
        subject=person,
        reason="Motif",
        details={f"clé {number}": "valeur assez longue" for number in range(400)},
    )
    response = browser.post("/compte/mes-donnees/pdf/")
    file = tmp_path / "donnees.pdf"
    file.write_bytes(response.content)
    text = subprocess.run(["pdftotext", file, "-"], capture_output=True).stdout.decode()
    assert "clé 399" in text


def test_the_pdf_writes_any_letters_and_says_which_it_cannot(browser, person, tmp_path):
    person.first_name, person.last_name = "Жанна 王 a\u200bb", "محمد"
    person.save()
    response = browser.post("/compte/mes-donnees/pdf/")
    file = tmp_path / "donnees.pdf"
    file.write_bytes(response.content)
    text = subprocess.run(["pdftotext", file, "-"], capture_output=True).stdout.decode()
    assert "Жанна [?] ab" in text
    assert "محمد" in unicodedata.normalize("NFKC", text)
    assert "Le signe [?] remplace une lettre" in text


def test_the_page_shows_the_newest_rows_and_the_file_all(browser, person):
    for number in range(30):
        AuditEntry.objects.create(
            action=AuditEntry.Action.SESSIONS_ENDED,
            actor_name="Déclic",
            subject=person,
            reason=f"Motif {number}.",
        )
    page = browser.get("/compte/mes-donnees/").text
    assert "Motif 29." in page
    assert "Motif 3." not in page
    assert "Motif 3." in browser.post("/compte/mes-donnees/json/").text


def test_another_format_is_not_found_and_reading_exports_nothing(browser):
    assert browser.post("/compte/mes-donnees/exe/").status_code == 404
    assert browser.get("/compte/mes-donnees/json/").status_code == 405
    assert not AuditEntry.objects.filter(action="data_exported").exists()


def test_a_name_is_corrected(browser, person):
    response = browser.post(
        "/compte/mes-donnees/corriger/", {"first_name": " Zoé ", "last_name": "L’Œuf"}
    )
    assert response.status_code == 302
    person.refresh_from_db()
    assert (person.first_name, person.last_name) == ("Zoé", "L’Œuf")
    refused = browser.post("/compte/mes-donnees/corriger/", {"first_name": "Z" * 200})
    assert refused.status_code == 422
    person.refresh_from_db()
    assert person.first_name == "Zoé"


def test_erasing_asks_to_be_sure_then_plans_it_then_lets_keep_it(browser, person):
    page = unescape(browser.get("/compte/effacer/").text)
    said, folded, detail = page.partition("<details")
    assert re.search(r"Ce qui part\s:</strong> tout ce qui n’est qu’à vous", said)
    assert re.search(r"Ce qui reste, sans votre nom\s:</strong>\s+\w", said)
    assert folded
    assert "Ce que deviennent vos données" in detail
    unsure = browser.post("/compte/effacer/", {})
    assert "Cochez la case" in unsure.text
    browser.post("/compte/effacer/", {"is_sure": "on"})
    person.refresh_from_db()
    assert person.erasure_due_on == timezone.localdate() + services.GRACE
    assert "sera effacé le" in browser.get("/compte/mes-donnees/").text
    again = browser.post("/compte/effacer/", {"is_sure": "on"})
    assert "déjà prévu" in again.text
    browser.post("/compte/garder/")
    person.refresh_from_db()
    assert person.erasure_due_on is None


def test_an_optional_consent_is_withdrawn_and_the_terms_are_not(browser, person, monkeypatch):
    optional = consents.ConsentText("news", "1", "Nouvelles", "Oui.", optional=True)
    monkeypatch.setattr(consents, "TEXTS", (consents.TERMS, optional))
    given = consents.give_consent(user=person, text=optional)
    browser.post(f"/compte/accords/{given.pk}/retirer/")
    assert not Consent.objects.given().filter(pk=given.pk).exists()
    terms = Consent.objects.given().get(user=person)
    browser.post(f"/compte/accords/{terms.pk}/retirer/")
    assert Consent.objects.given().filter(pk=terms.pk).exists()


def test_somebody_else_s_consent_is_not_found(browser):
    other = consents.give_consent(user=UserFactory(), text=consents.TERMS)
    assert browser.post(f"/compte/accords/{other.pk}/retirer/").status_code == 404


def test_a_new_version_of_a_text_ends_the_answer_to_the_old_one(person, monkeypatch):
    new = consents.ConsentText("terms", "2027-01", "Règles", "Autres.", optional=False)
    consents.give_consent(user=person, text=new)
    assert Consent.objects.given().get(user=person).version == "2027-01"
    assert Consent.objects.filter(user=person).count() == 2


def test_the_register_is_public_and_says_five_sentences_before_it_folds_the_rest(client):
    text = html.unescape(client.get("/donnees-personnelles/").text)
    first, rest = text.partition("<details>")[::2]
    main = first.partition("<main")[2]
    assert len(re.findall("<li>", main)) == 5
    assert "Combien de temps" not in main
    # Every holding that is told has its subject, whichever app declares it.
    told = [holding.title for holding in holdings() if not holding.is_trace]
    assert sorted(re.findall("<h3>(.*?)</h3>", rest)) == sorted(told)
