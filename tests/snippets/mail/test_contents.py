"""Every message that the platform sends, filled with its samples, as it would leave."""

import re
from html.parser import HTMLParser
from pathlib import Path

import allauth
import pytest
import wagtail
from django.conf import settings
from django.urls import resolve
from wagtail import signals

from snippets.mail import kinds as mail_kinds
from snippets.mail.queue import queue_mail
from snippets.mail.templates.engine import load_text
from snippets.mail.templates.samples import sample_values
from snippets.typography import typeset

pytestmark = pytest.mark.django_db
KEYS = [kind.key for kind in mail_kinds.every()]
FOLDER = Path(__file__).resolve().parents[3] / "templates" / "mail"
MAX_BYTES = 60_000
MAX_SUBJECT = 78
# A paragraph that nobody reads to its end.
MAX_LINE = 400
# They tell something; who receives them has nothing to open.
NO_ACTION = {
    "account_email_changed",
    # Each offer has its own link.
    "alert_new_offers",
    "alert_not_added",
    # Whoever cannot come says so by telephone.
    "followup_summons",
    "join_refused",
    "administrator_removed",
    "level_lapsed",
    "mail_address_test",
    "offer_submitted",
    "offer_withdrawn",
    "organisation_refused",
    "organisation_suspended",
}


class Reader(HTMLParser):
    """What a mail program would fetch, follow and show."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.classes: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.fetched += [name for name in ("src", "srcset", "background", "data") if name in given]
        self.fetched += re.findall(r"url\(|@import", given.get("style") or "")
        self.classes += (given.get("class") or "").split()
        if tag == "a":
            self.links.append(given["href"] or "")


@pytest.fixture(scope="module")
def every_message(lasting):
    """Each message as it waits to leave, by its key."""
    return {
        key: queue_mail(
            key, to="eloise@exemple.test", context=sample_values(mail_kinds.get(key), common=False)
        )
        for key in KEYS
    }


@pytest.fixture
def email(every_message, key):
    return every_message[key]


def test_messages_and_files_are_the_same():
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(KEYS)


def test_allauth_sends_nothing_that_has_no_message_of_ours():
    from portal.accounts.sign_in.mails import MAILS

    folder = Path(allauth.__file__).parent / "templates"
    sent = {
        str(path.relative_to(folder)).removesuffix("_subject.txt")
        for path in folder.rglob("email/*_subject.txt")
    }
    # Sent by settings that this site does not use: signing in by a code or an address alone.
    unused = {"account/email/login_code", "account/email/password_reset_code"}
    unused |= {"account/email/email_confirm", "account/email/verification_code"}
    assert sent - set(MAILS) - unused == set()
    assert {mail.key for mail in MAILS.values()} <= set(KEYS)


def test_wagtail_sends_nothing_by_itself():
    folder = Path(wagtail.__file__).parent / "admin/templates/wagtailadmin/notifications"
    stock = {path.name.removesuffix("_subject.txt") for path in folder.glob("*_subject.txt")}
    # Disconnected (pages.moderation.stock_mail), or no longer sent by Wagtail itself.
    reviews = {name for name in stock if name.startswith(("task_state_", "workflow_state_"))}
    # Between colleagues who comment on a draft in the editor.
    assert stock - reviews == {"approved", "rejected", "updated_comments"}
    for signal in (signals.task_submitted, signals.workflow_approved, signals.workflow_rejected):
        names = {str(entry[0][0]) for entry in signal.receivers}
        assert not any("email_notification" in name for name in names)
    assert settings.WAGTAIL_PASSWORD_RESET_ENABLED is False


@pytest.mark.parametrize("key", KEYS)
def test_both_parts_are_there_and_the_headers_say_who_writes(email):
    message = email.email_message().message()
    assert [part.get_content_type() for part in message.walk()][-2:] == ["text/plain", "text/html"]
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Reply-To"]
    assert max(len(line) for line in message.as_bytes().splitlines()) <= 998
    assert len(email.html_message.encode()) < MAX_BYTES


@pytest.mark.parametrize("key", KEYS)
def test_subject_is_short_and_typeset(email):
    subject = email.subject
    assert 0 < len(subject) <= MAX_SUBJECT, len(subject)
    assert typeset(subject) == subject


@pytest.mark.parametrize("key", KEYS)
def test_every_link_is_one_of_ours(email):
    base = settings.BASE_URL.rstrip("/")
    reader = Reader(email.html_message)
    written = re.findall(r"https?://\S+", email.message)
    web = [link for link in reader.links if link.startswith("http")]
    assert set(written) == set(web)
    for link in web:
        path, _, query = link.removeprefix(base).partition("?")
        assert link.startswith(f"{base}/")
        assert "utm_" not in query
        assert resolve(path).url_name != "wagtail_serve", path
    assert {link.partition(":")[0] for link in reader.links} - {"http", "https"} <= {
        "mailto",
        "tel",
    }


@pytest.mark.parametrize("key", KEYS)
def test_nothing_is_fetched_and_nothing_follows_the_reader(email):
    reader = Reader(email.html_message)
    assert reader.fetched == []
    assert not {"img", "script", "link", "iframe", "form", "object"} & set(reader.tags)


@pytest.mark.parametrize("key", KEYS)
def test_main_action_is_a_button(email, key):
    reader = Reader(email.html_message)
    # On the cell and on its link.
    assert reader.classes.count("main") == (0 if key in NO_ACTION else 2)


@pytest.mark.parametrize("key", KEYS)
def test_plain_text_is_typeset_and_readable(email):
    body = email.message
    assert typeset(body) == body
    assert max(map(len, body.splitlines())) <= MAX_LINE
    text, _, end = body.partition("\n-- \n")
    assert "\nÀ bientôt,\nL’équipe de Déclic\n" in text
    assert "service emploi\nE-mail" in end
    assert "Vous recevez ce message car" in end


@pytest.mark.parametrize("key", KEYS)
def test_source_is_written_as_it_is_sent(key):
    source = load_text(key)
    # Between braces, quotes and spaces are the template language's.
    for text in re.split(r"\{[{%].*?[%}]\}", f"{source.subject}\n{source.body}"):
        assert re.findall(r"\S? [:;?!»]|« |'|\.\.\.", text) == []
