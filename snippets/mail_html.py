"""The two parts of a message: the text that everybody can read, and the same in HTML."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string

from snippets.mail_engine import MailText

_ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")


@dataclass(frozen=True)
class MailFooter:
    """What ends a message. The addresses are absolute; empty: the message has none.

    `category`: its label, for "you receive this because".
    """

    category: str = ""
    preferences_url: str = ""
    unsubscribe_url: str = ""


def html_version(text: MailText, footer: MailFooter) -> str:
    """The message in HTML: paragraphs, and links for our own addresses only.

    A link in a text that a visitor wrote stays text: nobody sends a click through us.
    """
    blocks = [
        {"text": block, "url": block if _is_ours(block) else ""}
        for block in text.body.strip().split("\n\n")
    ]
    context = {"subject": text.subject, "blocks": blocks, "footer": footer}
    return render_to_string("mail/message.html", context)


def plain_version(text: MailText, footer: MailFooter) -> str:
    """The message in plain text."""
    return text.body


def _is_ours(block: str) -> bool:
    """Whether a paragraph is nothing but one address of this site."""
    return bool(_ADDRESS.fullmatch(block)) and block.startswith(f"{settings.BASE_URL.rstrip('/')}/")
