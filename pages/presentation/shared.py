"""What the public reads of any opportunity, in plain French, ready for a template."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse
from django.utils import formats, timezone

from pages.json_ld import as_script_text
from pages.models.opportunity import ApplyBy, Precision
from snippets.glossary import explained

if TYPE_CHECKING:
    from pages.models import OpportunityPage

NBSP = "\u00a0"


@dataclass(frozen=True)
class Fact:
    """One line of the key facts; `name` never changes and may choose an icon."""

    name: str
    label: str
    value: str


@dataclass(frozen=True)
class Contact:
    """What the author chose to show, and nothing else; empty strings are hidden."""

    name: str
    phone: str
    email: str

    def __bool__(self) -> bool:
        return bool(self.name or self.phone or self.email)

    @property
    def phone_uri(self) -> str:
        """`tel:` address of the number, or an empty string."""
        return phone_uri(self.phone)


@dataclass(frozen=True)
class Apply:
    """How to answer: `method` is a value of ApplyBy; `url` opens it, `text` is shown.

    `help_url` is where a person asks to be called back about this page, when they answer here.
    """

    method: str
    label: str
    url: str
    text: str
    help_url: str = ""

    @property
    def is_here(self) -> bool:
        """Whether people answer on this site; the button of a draft leads nowhere yet."""
        return self.method == ApplyBy.PLATFORM


@dataclass(frozen=True)
class ShownPlace:
    """Where it is: an address line and a point (degrees, WGS 84) when one is known."""

    line: str
    commune: str
    latitude: float | None
    longitude: float | None
    is_exact: bool
    transport: str


@dataclass(frozen=True)
class Words:
    """What a kind is called on its page. `labels` are those of the button, by way to answer."""

    kind: str
    icon: str
    this: str
    untitled: str
    answer: str
    text: str
    similar: str
    ending: str
    filled: str
    over: str
    contact: str
    labels: dict[str, str]
    # What is said beside the button when people answer here, and the address that it opens.
    platform: str
    route: str
    parent: tuple[str, str]


def number(value: Decimal | int) -> str:
    """A number as French people write it: `1 850`, `12,5`; no useless decimals."""
    value = Decimal(value)
    places = 0 if value == value.to_integral_value() else 2
    text = formats.number_format(value, places, use_l10n=True, force_grouping=True)
    return text.replace("\u202f", NBSP)


def phone_uri(phone: str) -> str:
    """`tel:` address of a number as people type it, or an empty string."""
    digits = "".join(character for character in phone if character.isdigit() or character == "+")
    return f"tel:{digits}" if digits else ""


def public_contact(page: "OpportunityPage") -> Contact:
    """The contact as its author allows it to be shown."""
    return Contact(
        name=page.contact_name if page.contact_name_public else "",
        phone=page.contact_phone if page.contact_phone_public else "",
        email=page.contact_email if page.contact_email_public else "",
    )


def place(page: "OpportunityPage") -> ShownPlace:
    """Where the work is; a pin is exact, a commune's centre is not."""
    commune = page.commune
    town = f"{commune.postal_code} {commune.name}".strip() if commune else ""
    latitude, longitude = page.position or (None, None)
    return ShownPlace(
        line=", ".join(part for part in (page.address, town) if part),
        commune=commune.name if commune else "",
        latitude=latitude,
        longitude=longitude,
        is_exact=page.precision == Precision.ADDRESS,
        transport=page.transport_access,
    )


def apply_info(page: "OpportunityPage", words: Words) -> Apply:
    """How a person answers; `url` and `text` are empty when the author shows no such contact.

    Nobody answers on the site before the page is online: a draft has the button and no address.
    """
    contact = public_contact(page)
    method = ApplyBy(page.apply_by)
    if method == ApplyBy.PLATFORM:
        return _answer_here(page, words)
    url, text = {
        ApplyBy.EMAIL: (f"mailto:{contact.email}" if contact.email else "", contact.email),
        ApplyBy.PHONE: (contact.phone_uri, contact.phone),
        ApplyBy.WEB: (page.apply_url, page.apply_url),
    }[method]
    return Apply(method, words.labels[method], url, text)


def _answer_here(page: "OpportunityPage", words: Words) -> Apply:
    """Apps above have the addresses, of which the pages know the names only."""
    label = words.labels[ApplyBy.PLATFORM]
    if not (page.pk and page.live):
        text = "Ce bouton servira quand l’annonce sera en ligne."
        return Apply(ApplyBy.PLATFORM, label, "", text)
    url = reverse(words.route, args=[page.pk])
    return Apply(ApplyBy.PLATFORM, label, url, words.platform, _help_url(page))


def _help_url(page: "OpportunityPage") -> str:
    """Where a person asks to be called back; nothing on a site that has no such form."""
    try:
        return reverse("participation:call_me", query={"page": page.pk})
    except NoReverseMatch:
        return ""


def breadcrumb(page: "OpportunityPage", words: Words) -> list[tuple[str, str | None]]:
    """(label, address) from the home page down; the page itself has no address."""
    label, route = words.parent
    return [("Accueil", "/"), (label, reverse(route)), (page.title or words.untitled, None)]


def opportunity_context(
    page: "OpportunityPage",
    *,
    words: Words,
    facts: list[Fact],
    json_ld: dict[str, Any],
) -> dict[str, Any]:
    """All that `pages/opportunity_page.html` needs beside `page`."""
    return {
        "words": words,
        "facts": facts,
        "glossary": explained(*(fact.value for fact in facts), page.summary, page.description),
        "apply": apply_info(page, words),
        "contact": public_contact(page),
        "place": place(page),
        "breadcrumb": breadcrumb(page, words),
        "is_expiring_soon": bool(
            page.is_prolongable and page.expire_at and (page.expire_at - timezone.now()).days < 7
        ),
        "json_ld": as_script_text(json_ld),
    }


def gone_context(reason: str, words: Words) -> dict[str, Any]:
    """What `pages/opportunity_gone.html` needs beside `page`; see `OpportunityPage.gone_reason`."""
    texts = {
        "filled": words.filled,
        "withdrawn": "Cette annonce a été retirée.",
        "expired": words.over,
    }
    return {"words": words, "reason": reason, "reason_text": texts[reason]}


def known(candidates: list[tuple[str, str, str]]) -> list[Fact]:
    """The facts that have a value."""
    return [Fact(name, label, value) for name, label, value in candidates if value]
