"""What a job offer needs and what contradicts itself in it."""

from collections import defaultdict
from typing import TYPE_CHECKING

from pages.validation.shared import Errors

if TYPE_CHECKING:
    from pages.models import JobOfferPage

FULL_TIME_HOURS = 35
# Shift work may be full time below 35 hours (33 h 36 for continuous shifts).
FULL_TIME_LEAST_HOURS = 32
# Plausible gross pay in euros: outside, the period or a comma is wrong.
SALARY_RANGES = {"hour": (5, 500), "month": (100, 30_000), "year": (1_000, 400_000)}

JOB_CONDITIONS = {
    "duration_months": "s’il y a une fin",
    "salary_min": "ou la convention",
    "salary_period": "s’il y a un salaire",
    "collective_agreement": "s’il n’y a pas de salaire",
}


def job_coherence(page: "JobOfferPage") -> Errors:
    """Contradictions in a job offer."""
    errors: defaultdict[str, list[str]] = defaultdict(list)
    if page.contract == "cdi" and page.duration_months:
        errors["duration_months"].append("Un CDI n’a pas de durée\u00a0: laissez ce champ vide.")
    _check_hours(page, errors)
    _check_salary(page, errors)
    return errors


def job_completeness(page: "JobOfferPage") -> Errors:
    """What a job offer lacks before submission."""
    errors: defaultdict[str, list[str]] = defaultdict(list)
    if page.needs_duration and not page.duration_months:
        errors["duration_months"].append("Ce contrat a une fin\u00a0: indiquez sa durée en mois.")
    unpaid = page.contract == "pmsmp"
    has_salary = any(page.pay)
    if not unpaid and not has_salary and not page.collective_agreement.strip():
        errors["salary_min"].append("Indiquez un salaire, ou la convention collective qui le fixe.")
    return errors


def _check_hours(page: "JobOfferPage", errors: defaultdict[str, list[str]]) -> None:
    """Hours a week against full or part time; the validators of the field hold the bounds."""
    hours = page.weekly_hours
    if hours is None:
        return
    if page.working_time == "part" and hours >= FULL_TIME_HOURS:
        errors["weekly_hours"].append(
            "Un temps partiel compte moins de 35\u00a0heures par semaine."
        )
    if page.working_time == "full" and hours < FULL_TIME_LEAST_HOURS:
        errors["weekly_hours"].append(
            "Un temps plein compte au moins 32\u00a0heures par semaine\u00a0: "
            "choisissez «\u00a0Temps partiel\u00a0», ou corrigez les heures."
        )


def _check_salary(page: "JobOfferPage", errors: defaultdict[str, list[str]]) -> None:
    """Order of the bounds, a period, and plausible amounts for it."""
    low, high = page.salary_min, page.salary_max
    if low is None and high is None:
        return
    if low is not None and high is not None and high < low:
        errors["salary_max"].append("Le salaire maximum est plus petit que le minimum.")
    if not page.salary_period:
        errors["salary_period"].append("Précisez\u00a0: de l’heure, par mois ou par an\u00a0?")
        return
    bounds = SALARY_RANGES.get(page.salary_period)
    for field, amount in (("salary_min", low), ("salary_max", high)):
        if amount is not None and bounds and not bounds[0] <= amount <= bounds[1]:
            errors[field].append(
                "Ce montant ne va pas avec la période choisie\u00a0: vérifiez les deux."
            )
