"""What a volunteering opportunity needs and what contradicts itself in it."""

from collections import defaultdict
from typing import TYPE_CHECKING

from pages.validation.shared import Errors

if TYPE_CHECKING:
    from pages.models import VolunteeringPage

# Volunteers are not employees: beyond this, a week of help is a job.
MAX_WEEKLY_HOURS = 24
# All the hours of a one-off mission.
MAX_HOURS = 400
VOLUNTEERING_CONDITIONS = {"starts_on": "si la mission est ponctuelle"}


def volunteering_coherence(page: "VolunteeringPage") -> Errors:
    """Contradictions in a volunteering opportunity."""
    errors: defaultdict[str, list[str]] = defaultdict(list)
    if page.starts_on and page.ends_on and page.ends_on < page.starts_on:
        errors["ends_on"].append("La fin précède le début\u00a0: corrigez l’une des deux dates.")
    if page.hours is not None and page.rhythm == "regular" and page.hours > MAX_WEEKLY_HOURS:
        errors["hours"].append(
            f"Un bénévolat régulier prend {MAX_WEEKLY_HOURS}\u00a0heures par semaine au plus."
        )
    return errors


def volunteering_completeness(page: "VolunteeringPage") -> Errors:
    """What a volunteering opportunity lacks before submission."""
    errors: defaultdict[str, list[str]] = defaultdict(list)
    if page.rhythm == "one_off" and page.starts_on is None:
        errors["starts_on"].append("Une mission ponctuelle a une date\u00a0: indiquez son début.")
    return errors
