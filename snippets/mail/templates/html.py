"""The two parts of a message: the text that everybody can read, and the same in HTML.

A paragraph is plain lines. Three kinds are more: "words :" above one of our addresses is a button,
lines that all begin with "- " are a list, lines that all begin with "> " are somebody's words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from snippets.french import phone_digits
from snippets.mail.templates.engine import ADDRESS, MailText
from snippets.site import absolute, site_settings
from snippets.typography import typeset

_LIST = "- "
_QUOTE = ">"
# The line before the footer: mail programs leave out of an answer what follows it.
_SIGNATURE = "-- "
WHY = "Pourquoi ai-je reçu ce courriel\u00a0?"


@dataclass(frozen=True)
class MailFooter:
    """What ends a message. The addresses are absolute; empty: the message has none.

    `category`: its label, for "you receive this because". `why_url`: where it says why this very
    address was chosen. `replies_read_by`: who reads what is answered, when it is not the service.
    """

    category: str = ""
    preferences_url: str = ""
    unsubscribe_url: str = ""
    why_url: str = ""
    replies_read_by: str = ""


@dataclass(frozen=True, slots=True)
class MailCard:
    """Something of the site that is shown below a text: its link is one of our own addresses.

    `kind` is what it is in a word or two, `facts` its lines: who, where, when. No picture: a mail
    fetches nothing.
    """

    kind: str
    title: str
    facts: tuple[str, ...]
    url: str

    def __post_init__(self) -> None:
        """Raise ValueError for an address of another site."""
        if not _is_ours(self.url):
            message = "A card of a message leads to a page of this site."
            raise ValueError(message)


def html_version(text: MailText, footer: MailFooter, cards: Sequence[MailCard] = ()) -> str:
    """The message in HTML: paragraphs, buttons, and links for our own addresses only.

    A link in a text that a visitor wrote stays text: nobody sends a click through us.
    """
    site = site_settings()
    targets = {address: address for address in text.links if _is_ours(address)}
    contacts = {site.contact_email: f"mailto:{site.contact_email}"}
    if site.contact_phone:
        contacts[site.contact_phone] = f"tel:{phone_digits(site.contact_phone)}"
    blocks = [_block(block.splitlines(), targets, contacts) for block in _paragraphs(text.body)]
    buttons = [block for block in blocks if block["kind"] == "button"]
    for button in buttons[:1]:
        button["is_main"] = True
    context = {
        "subject": text.subject,
        "blocks": blocks,
        "cards": cards,
        "footer": footer,
        "site_name": site.site_name,
        "contact_email": site.contact_email,
        "contact_phone": site.contact_phone,
        "phone_url": contacts.get(site.contact_phone, ""),
        "reason": _reason(footer),
        "replies": _replies(footer),
        "why": WHY,
    }
    return render_to_string("mail/message.html", context)


def plain_version(text: MailText, footer: MailFooter, cards: Sequence[MailCard] = ()) -> str:
    """The message in plain text. A paragraph is one line: each program folds it to its width."""
    site = site_settings()
    lines = [f"{site.site_name}, service emploi", f"E-mail : {site.contact_email}"]
    if site.contact_phone:
        lines.append(f"Téléphone : {site.contact_phone}")
    parts = ["\n".join(lines), *filter(None, (_replies(footer), _reason(footer)))]
    if footer.why_url:
        parts.append(f"{WHY}\n{footer.why_url}")
    if footer.preferences_url:
        parts.append(f"Choisir les messages que je reçois :\n{footer.preferences_url}")
    if footer.unsubscribe_url:
        parts.append(f"Ne plus recevoir ces messages :\n{footer.unsubscribe_url}")
    end = typeset("\n\n".join(parts))
    shown = "\n\n".join([text.body.rstrip(), *map(_plain_card, cards)])
    return f"{shown}\n\n{_SIGNATURE}\n{end}\n"


def _plain_card(card: MailCard) -> str:
    """The lines of a card; its address is alone on the last one."""
    told = typeset("\n".join([f"{card.kind} : {card.title}", *card.facts]))
    return f"{told}\n{card.url}"


def _replies(footer: MailFooter) -> str:
    """Who reads an answer to this message; empty when it is the service, as everywhere."""
    if not footer.replies_read_by:
        return ""
    read_by = footer.replies_read_by.rstrip(".")
    return typeset(f"Si vous répondez à ce message, votre réponse est lue par : {read_by}.")


def _reason(footer: MailFooter) -> str:
    """Why the person receives this."""
    reason = f"Vous recevez ce message car votre adresse sert sur {site_settings().site_name}."
    if footer.category:
        reason += f" Il fait partie des messages « {footer.category} »."
    return typeset(reason)


def _paragraphs(body: str) -> list[str]:
    """What blank lines separate."""
    return re.split(r"\n{2,}", body.strip())


def _block(lines: list[str], targets: dict[str, str], contacts: dict[str, str]) -> dict[str, Any]:
    """What the template needs of one paragraph."""
    if len(lines) == 2 and lines[0].endswith(":") and lines[1] in targets:
        label = lines[0].removesuffix(":").strip()
        return {"kind": "button", "label": label, "url": targets[lines[1]], "is_main": False}
    kind = "text"
    if all(line.startswith(_QUOTE) for line in lines):
        # Somebody's words: nothing in them is a link.
        quoted = [[{"text": line.removeprefix(_QUOTE).strip(), "url": ""}] for line in lines]
        return {"kind": "quote", "lines": quoted}
    if all(line.startswith(_LIST) for line in lines):
        kind, lines = "list", [line.removeprefix(_LIST) for line in lines]
    return {"kind": kind, "lines": [list(_parts(line, targets, contacts)) for line in lines]}


def _parts(
    line: str, targets: dict[str, str], contacts: dict[str, str]
) -> Iterator[dict[str, str]]:
    """A line cut around what is a link; `url` is empty for the rest."""
    known = "|".join(re.escape(contact) for contact in contacts)
    end = 0
    for found in re.finditer(rf"{ADDRESS.pattern}|(?<![\w.@+-])(?:{known})(?![\w@-]|\.\w)", line):
        url = targets.get(found[0]) or contacts.get(found[0])
        if not url:
            continue
        yield {"text": line[end : found.start()], "url": ""}
        yield {"text": found[0], "url": url}
        end = found.end()
    yield {"text": line[end:], "url": ""}


def _is_ours(address: str) -> bool:
    """Whether an address is of this site."""
    return bool(ADDRESS.fullmatch(address)) and address.startswith(absolute("/"))
