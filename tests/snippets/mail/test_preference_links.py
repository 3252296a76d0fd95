"""The links and headers of messages that one may stop receiving."""

from datetime import timedelta

import pytest
from django.core import mail, signing
from django.utils import timezone
from post_office.models import Email

from snippets.mail.delivery.courier import send_one
from snippets.mail.preferences.links import (
    MailLink,
    MailLinkError,
    footer_of,
    preferences_path,
    read_token,
    token_of,
)
from snippets.mail.queue import queue_mail
from snippets.mail.templates.html import MailFooter
from snippets.models import Dispatch

pytestmark = pytest.mark.django_db


def reminder(to="eloise@exemple.test", **options) -> Dispatch:
    return queue_mail("offer_expiring", to=to, context={}, **options).dispatch


def age(dispatch: Dispatch, days: int) -> None:
    """Let a message have been written long ago."""
    created = timezone.now() - timedelta(days=days)
    Email.objects.filter(pk=dispatch.email_id).update(created=created)


def test_reminder_has_the_headers_of_one_click():
    dispatch = reminder()
    send_one(dispatch.email_id)
    message = mail.outbox[0].message()
    token = token_of(MailLink.STOP, dispatch)
    address = f"http://localhost:8000/courriels/arret/{token}/"
    assert message["List-Unsubscribe"] == f"<{address}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    # Mail programs read the header as it is sent: folded, never encoded.
    assert f"List-Unsubscribe: <{address}>".encode() in message.as_bytes().replace(b"\n ", b"")
    footer = footer_of(dispatch)
    assert footer.unsubscribe_url == address
    assert footer.preferences_url.startswith("http://localhost:8000/courriels/")
    assert footer.category == "Rappels"


def test_necessary_message_offers_no_way_to_stop():
    email = queue_mail("offer_published", to="eloise@exemple.test", context={})
    assert not {"List-Unsubscribe", "List-Unsubscribe-Post"} & email.headers.keys()
    assert footer_of(email.dispatch) == MailFooter()


@pytest.mark.parametrize("link", MailLink)
def test_token_finds_its_message_and_holds_no_address(link):
    dispatch, _other = reminder(), reminder("autre@exemple.test")
    token = token_of(link, dispatch)
    assert read_token(link, token) == dispatch
    assert "exemple" not in token
    assert len(token) < 100


def test_token_works_for_its_purpose_only():
    dispatch = reminder()
    for link, other in (
        (MailLink.STOP, MailLink.PREFERENCES),
        (MailLink.PREFERENCES, MailLink.STOP),
    ):
        with pytest.raises(MailLinkError):
            read_token(other, token_of(link, dispatch))


@pytest.mark.parametrize("link", MailLink)
def test_token_of_another_message_cannot_be_made_from_ones_own(link):
    mine, theirs = token_of(link, reminder()), token_of(link, reminder("autre@exemple.test"))
    mixed = f"{theirs.partition('.')[0]}.{mine.partition('.')[2]}"
    with pytest.raises(MailLinkError):
        read_token(link, mixed)


def altered(link: MailLink, dispatch: Dispatch):
    token = token_of(link, dispatch)
    yield from ("", "a", "é.ü", "\x00", "a" * 5000, f"{token}a", token[:-1], token.swapcase())
    signer = signing.Signer(sep=".", salt=f"snippets.mail_links.{link.value}")
    yield from (signer.sign(name) for name in ("", "pas-un-identifiant", "é", "A" * 22))
    yield signing.Signer(sep=".", salt="another").sign(token.partition(".")[0])


@pytest.mark.parametrize("link", MailLink)
def test_altered_tokens_are_refused(link):
    for token in altered(link, reminder()):
        with pytest.raises(MailLinkError):
            read_token(link, token)


@pytest.mark.parametrize(("link", "days"), [(MailLink.STOP, 365), (MailLink.PREFERENCES, 90)])
def test_token_is_as_old_as_its_message(link, days):
    dispatch = reminder()
    token = token_of(link, dispatch)
    age(dispatch, days - 1)
    assert read_token(link, token) == dispatch
    age(dispatch, days)
    with pytest.raises(MailLinkError):
        read_token(link, token)


def test_message_planned_for_later_is_no_older_than_its_sending():
    dispatch = reminder(not_before=timezone.now())
    age(dispatch, 200)
    assert read_token(MailLink.PREFERENCES, token_of(MailLink.PREFERENCES, dispatch)) == dispatch


def test_token_of_an_erased_message_is_refused():
    dispatch = reminder()
    token = token_of(MailLink.STOP, dispatch)
    Email.objects.all().delete()
    with pytest.raises(MailLinkError):
        read_token(MailLink.STOP, token)


def test_old_message_does_not_give_a_link_to_the_preferences():
    dispatch = reminder()
    assert token_of(MailLink.PREFERENCES, dispatch) in preferences_path(dispatch)
    age(dispatch, 91)
    assert preferences_path(dispatch) == "/courriels/lien/"
