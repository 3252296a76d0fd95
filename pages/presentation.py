"""What the public reads of an offer, in plain French, ready for a template.

Everything here accepts a draft with holes: previews show it before it is complete.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import formats, timezone

from pages.json_ld import as_script_text, job_posting_json_ld
from pages.models.job_offer import DrivingLicence, Experience, SalaryPeriod, Schedule, TrainingLevel
from pages.models.opportunity import ApplyBy, Precision

if TYPE_CHECKING:
    from pages.models import JobOfferPage, OpportunityPage

__all__ = [
    "Apply",
    "Contact",
    "Fact",
    "Place",
    "apply_info",
    "breadcrumb",
    "contract_text",
    "hours_text",
    "job_posting_json_ld",
    "key_facts",
    "offer_context",
    "place",
    "public_contact",
    "salary_text",
]

NBSP = "\u00a0"
EXPERIENCES: dict[str, str] = {
    Experience.NONE: "Débutant accepté",
    Experience.ONE_YEAR: "1 an demandé",
    Experience.THREE_YEARS: "3 ans demandés",
}


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
    """How to answer: `method` is a value of ApplyBy; `url` opens it, `text` is shown."""

    method: str
    label: str
    url: str
    text: str


@dataclass(frozen=True)
class Place:
    """Where it is: an address line and a point (degrees, WGS 84) when one is known."""

    line: str
    commune: str
    latitude: float | None
    longitude: float | None
    is_exact: bool
    transport: str


def number(value: Decimal | int) -> str:
    """A number as French people write it: `1 850`, `12,5`; no useless decimals."""
    value = Decimal(value)
    places = 0 if value == value.to_integral_value() else 2
    text = formats.number_format(value, places, use_l10n=True, force_grouping=True)
    return text.replace("\u202f", NBSP)


def salary_text(page: "JobOfferPage") -> str:
    """Pay as a phrase, the agreement when there is no figure, or an empty string."""
    low, high = page.salary_min, page.salary_max
    if low is None and high is None:
        agreement = page.collective_agreement.strip()
        return f"Selon la convention collective\u00a0: {agreement}" if agreement else ""
    period = SalaryPeriod(page.salary_period).label if page.salary_period else ""
    if low is not None and high is not None and low != high:
        amount = f"De {number(low)}{NBSP}€ à {number(high)}{NBSP}€"
    elif low is not None and high is None:
        amount = f"À partir de {number(low)}{NBSP}€"
    elif low is None and high is not None:
        amount = f"Jusqu’à {number(high)}{NBSP}€"
    else:
        amount = f"{number(low or 0)}{NBSP}€"
    return f"{amount} brut {period}".strip()


def contract_text(page: "JobOfferPage") -> str:
    """Contract with its duration: `CDD de 6 mois`."""
    contract = page.get_contract_display() if page.contract else ""
    if not contract or not page.duration_months:
        return contract
    if page.duration_months % 12 == 0:
        years = page.duration_months // 12
        return f"{contract} de {years}{NBSP}an{'s' if years > 1 else ''}"
    return f"{contract} de {page.duration_months}{NBSP}mois"


def hours_text(page: "JobOfferPage") -> str:
    """Working time with hours a week: `Temps plein, 35 h par semaine`."""
    time = page.get_working_time_display()
    if page.weekly_hours is None:
        return time
    hours, minutes = divmod(round(Decimal(page.weekly_hours) * 60), 60)
    amount = f"{hours}{NBSP}h{NBSP}{minutes:02d}" if minutes else f"{hours}{NBSP}h"
    return f"{time}, {amount} par semaine"


def key_facts(page: "JobOfferPage") -> list[Fact]:
    """The definition list of an offer, in reading order; what is unknown is left out."""
    schedules = [Schedule(value).label for value in page.schedules if value in Schedule.values]
    licences = [
        DrivingLicence(value).label
        for value in page.driving_licences
        if value in DrivingLicence.values
    ]
    starts = formats.date_format(page.starts_on, "j F Y") if page.starts_on else ""
    level = page.training_level
    candidates = [
        ("contract", "Contrat", contract_text(page)),
        ("hours", "Temps de travail", hours_text(page)),
        ("schedules", "Horaires", ", ".join(schedules).capitalize()),
        ("salary", "Salaire", salary_text(page)),
        ("starts_on", "Début", f"Le {starts}" if starts else "Dès que possible"),
        ("positions", "Nombre de postes", number(page.positions) if page.positions else ""),
        ("occupation", "Métier", str(page.occupation) if page.occupation else ""),
        ("experience", "Expérience", EXPERIENCES.get(page.experience, "")),
        ("training", "Diplôme", TrainingLevel(level).label if level in TrainingLevel else ""),
        ("licences", "Permis", ", ".join(licences) or "Aucun permis demandé"),
        (
            "disabled_workers",
            "Handicap",
            "Poste ouvert aux travailleurs handicapés (RQTH)"
            if page.disabled_workers_welcome
            else "",
        ),
        ("siae", "Insertion", "Structure d’insertion (SIAE)" if page.siae else ""),
    ]
    return [Fact(name, label, value) for name, label, value in candidates if value]


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


def apply_info(page: "OpportunityPage") -> Apply:
    """How a person answers; `url` and `text` are empty when the author shows no such contact."""
    contact = public_contact(page)
    match page.apply_by:
        case ApplyBy.EMAIL:
            return Apply(
                ApplyBy.EMAIL,
                "Envoyer un e-mail",
                f"mailto:{contact.email}" if contact.email else "",
                contact.email,
            )
        case ApplyBy.PHONE:
            return Apply(ApplyBy.PHONE, "Appeler", contact.phone_uri, contact.phone)
        case ApplyBy.WEB:
            return Apply(ApplyBy.WEB, "Postuler sur le site", page.apply_url, page.apply_url)
        case _:
            return Apply(ApplyBy.PLATFORM, "Postuler", "", "Votre candidature passe par Déclic.")


def place(page: "OpportunityPage") -> Place:
    """Where the work is; a pin is exact, a commune's centre is not."""
    commune = page.commune
    town = f"{commune.postal_code} {commune.name}".strip() if commune else ""
    latitude, longitude = page.position or (None, None)
    return Place(
        line=", ".join(part for part in (page.address, town) if part),
        commune=commune.name if commune else "",
        latitude=latitude,
        longitude=longitude,
        is_exact=page.precision == Precision.ADDRESS,
        transport=page.transport_access,
    )


def breadcrumb(page: "OpportunityPage") -> list[tuple[str, str | None]]:
    """(label, address) from the home page down; the page itself has no address."""
    return [
        ("Accueil", "/"),
        ("Offres", reverse("search:results")),
        (page.title or "Offre sans titre", None),
    ]


def offer_context(page: "JobOfferPage", request: HttpRequest) -> dict[str, Any]:
    """All that `pages/job_offer_page.html` needs beside `page`."""
    return {
        "facts": key_facts(page),
        "apply": apply_info(page),
        "contact": public_contact(page),
        "place": place(page),
        "breadcrumb": breadcrumb(page),
        "contract": contract_text(page),
        "hours": hours_text(page),
        "salary": salary_text(page),
        "is_expiring_soon": bool(page.expire_at and (page.expire_at - timezone.now()).days < 7),
        "json_ld": as_script_text(job_posting_json_ld(page, request)),
    }
