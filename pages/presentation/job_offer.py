"""What the public reads of a job offer."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from pages.json_ld import job_posting
from pages.models.job_offer import DrivingLicence, Experience, SalaryPeriod, Schedule, TrainingLevel
from pages.models.opportunity import ApplyBy
from pages.presentation.shared import (
    NBSP,
    Fact,
    Words,
    known,
    number,
    opportunity_context,
)
from snippets import french

if TYPE_CHECKING:
    from pages.models import JobOfferPage

WORDS = Words(
    kind="Emploi",
    icon="briefcase",
    this="cette offre",
    untitled="Offre sans titre",
    answer="Répondre à l’offre",
    text="Le poste",
    similar="Offres qui ressemblent",
    ending="Cette offre se termine bientôt\u00a0: répondez sans tarder.",
    filled="Cette offre est pourvue.",
    over="Cette annonce n’est plus d’actualité.",
    contact="l’employeur",
    labels={
        ApplyBy.EMAIL: "Envoyer un e-mail",
        ApplyBy.PHONE: "Appeler",
        ApplyBy.WEB: "Postuler sur le site",
        ApplyBy.PLATFORM: "Postuler",
    },
    platform="Vous pouvez postuler avec ou sans compte.",
    route="applications:apply",
    parent=("Offres", "search:results"),
)
EXPERIENCES: dict[str, str] = {
    Experience.NONE: "Débutant accepté",
    Experience.ONE_YEAR: "1 an demandé",
    Experience.THREE_YEARS: "3 ans demandés",
}


def pay_text(page: "JobOfferPage") -> str:
    """Pay as a phrase: `De 1 900 € à 2 100 € brut par mois`; empty without a figure."""
    low, high = page.pay
    if low is None and high is None:
        return ""
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


def salary_text(page: "JobOfferPage") -> str:
    """Pay as a phrase, the agreement when there is no figure, or an empty string."""
    agreement = page.collective_agreement.strip()
    said = f"Selon la convention collective\u00a0: {agreement}" if agreement else ""
    return pay_text(page) or said


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
    return f"{time}, {french.hours(page.weekly_hours)} par semaine"


def key_facts(page: "JobOfferPage") -> list[Fact]:
    """The definition list of an offer, in reading order; what is unknown is left out."""
    schedules = [Schedule(value).label for value in page.schedules if value in Schedule.values]
    licences = [
        DrivingLicence(value).label
        for value in page.driving_licences
        if value in DrivingLicence.values
    ]
    starts = french.long_day(page.starts_on) if page.starts_on else ""
    level = page.training_level
    return known(
        [
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
    )


def context(page: "JobOfferPage", request: HttpRequest) -> dict[str, Any]:
    """All that `pages/job_offer_page.html` needs beside `page`."""
    return opportunity_context(page, words=WORDS, facts=key_facts(page), json_ld=job_posting(page))
