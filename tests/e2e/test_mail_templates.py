"""A message in the CMS: changed, previewed, tried on oneself, broken and refused, given back."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from post_office.models import Email

from portal.accounts.level_names import LevelName
from snippets.mail import kinds as mail_kinds
from snippets.mail.queue import queue_mail
from snippets.mail.templates.engine import load_text
from snippets.mail.templates.samples import sample_values
from snippets.models import MailTemplate
from tests.e2e import browser, cms
from tests.portal.accounts.people import person_with

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

KEY = "offer_published"
PATH = f"/cms/snippets/snippets/mailtemplate/edit/{KEY}/"
BODY = (
    "Bonjour {{ recipient_name }},\n\nVotre annonce est en ligne, bravo !\n\n"
    "Voir :\n{{ offer_url }}"
)


def author() -> str:
    """Somebody of the communication, with the rows that a migrate makes."""
    MailTemplate.objects.get_or_create(key=KEY)
    return person_with(LevelName.COMMUNICATION).email


def stored() -> MailTemplate:
    return cms.in_database(lambda: MailTemplate.objects.get(pk=KEY))


def last_mail_to(address: str) -> Email | None:
    return cms.in_database(lambda: Email.objects.filter(to=address).order_by("-pk").first())


def save(page: Page) -> None:
    page.get_by_role("button", name="Enregistrer").first.click()


def test_message_is_changed_tried_broken_and_given_back(
    chromium: Browser, live_server: Any, screenshot: Any
) -> None:
    address = cms.in_database(author)
    original = load_text(KEY)
    with browser.context(chromium, browser.DESKTOP) as context:
        page = context.new_page()
        cms.sign_in(page, live_server.url, address)
        page.goto(f"{live_server.url}{PATH}")
        subject, body = page.locator("#id_subject"), page.locator("#id_body")

        # Changed, with a variable put in by its button.
        subject.fill("C’est en ligne : ")
        page.get_by_role("button", name="Insérer le titre de l’annonce").click()
        expect(subject).to_have_value("C’est en ligne : {{ offer_title }}")
        body.fill(BODY)
        screenshot(page, "edited")

        # Tried before it is saved.
        page.get_by_role("button", name="M’envoyer un essai").click()
        expect(page.get_by_text(f"Un essai part à {address}")).to_be_visible()
        expect(body).to_have_value(BODY)
        mail = last_mail_to(address)
        assert mail is not None
        assert mail.subject.startswith("[Essai] C’est en ligne\u00a0: ")
        assert "en ligne, bravo\u00a0!" in mail.message
        assert not stored().is_changed, "a test saves nothing"

        # Previewed.
        save(page)
        expect(page.locator(".messages .success").last).to_contain_text("Annonce publiée")
        saved = stored().body
        assert saved.startswith("Bonjour {{ recipient_name }},")
        # « Enregistrer » leads to the list.
        page.goto(f"{live_server.url}{PATH}")
        page.locator("[data-side-panel-toggle='preview']").first.click()
        frame = page.frame_locator("[data-side-panel='preview'] iframe >> nth=0")
        expect(frame.get_by_role("heading", level=1)).to_contain_text("C’est en ligne\u00a0: ")
        screenshot(page, "previewed")

        # Broken on purpose.
        body.fill(f"{BODY}\n\n{{{{ recipient_nam }}}}")
        save(page)
        error = page.get_by_text("Ce message ne connaît pas").first
        expect(error).to_be_visible()
        expect(error).to_contain_text("recipient_name")
        screenshot(page, "refused")
        assert stored().body == saved

        # Given back.
        page.goto(f"{live_server.url}/cms/snippets/snippets/mailtemplate/reset/{KEY}/")
        page.get_by_role("button", name="Revenir au texte d’origine").click()
        expect(page.get_by_text("a repris son texte d’origine")).to_be_visible()
        assert not stored().is_changed
        assert stored().text == original
        page.goto(f"{live_server.url}/cms/snippets/snippets/mailtemplate/history/{KEY}/")
        expect(page.get_by_role("table").get_by_text("origine").first).to_be_visible()
        screenshot(page, "history")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_received_message_is_readable_in_light_and_dark(
    chromium: Browser, scheme: str, screenshot: Any
) -> None:
    def write() -> str:
        values = sample_values(mail_kinds.get("offer_expiring"), common=False)
        return queue_mail("offer_expiring", to="eloise@exemple.test", context=values).html_message

    html = cms.in_database(write)
    with browser.context(chromium, browser.PHONE, color_scheme=scheme) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.set_content(html)
        for size in (browser.PHONE, browser.DESKTOP):
            page.set_viewport_size(size)
            # A message is no page: it has no landmarks of its own.
            browser.look(page, screenshot, f"{scheme}-{size['width']}", tags=browser.WCAG)
        assert asked == [], "a message fetches nothing"
