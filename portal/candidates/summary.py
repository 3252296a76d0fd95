"""A profile in words, section by section."""

from dataclasses import dataclass

from pages.models.job_offer import Contract, DrivingLicence, Schedule, WorkingTime
from portal.candidates.forms.profile import STEPS
from portal.candidates.models import CandidateProfile
from portal.candidates.models.profile import Availability, Experience, Transport
from snippets import french


@dataclass(frozen=True, slots=True)
class SummarySection:
    """What a step asks, and what was answered; no line: nothing yet."""

    step: str
    title: str
    lines: list[str]


def summary(profile: CandidateProfile) -> list[SummarySection]:
    """The answers, in the order of the questions."""
    lines = {
        "metiers": _trades(profile),
        "lieu": _place(profile),
        "trajets": _mobility(profile),
        "contrat": _contract(profile),
        "disponibilite": _availability(profile),
    }
    return [
        SummarySection(step, str(form.title), [line for line in lines[step] if line])
        for step, form in STEPS.items()
    ]


def _trades(profile: CandidateProfile) -> list[str]:
    trades = [str(trade.occupation.label) for trade in profile.trades.select_related("occupation")]
    experience = Experience(profile.experience).label if profile.experience else ""
    return [*trades, f"Expérience\u00a0: {experience.lower()}" if experience else ""]


def _place(profile: CandidateProfile) -> list[str]:
    distance = f"jusqu’à {profile.radius_km}\u00a0km" if profile.radius_km else ""
    name = profile.commune.name if profile.commune else ""
    line = ", ".join(filter(None, [name, distance]))
    return [line[:1].upper() + line[1:]]


def _mobility(profile: CandidateProfile) -> list[str]:
    licences = ", ".join(DrivingLicence(name).label for name in profile.licences)
    transports = [Transport(name).label for name in profile.transports]
    return [_listed(transports), f"Permis {licences}" if licences else ""]


def _contract(profile: CandidateProfile) -> list[str]:
    return [
        WorkingTime(profile.working_time).label if profile.working_time else "",
        ", ".join(Contract(name).label for name in profile.contracts),
        _listed([Schedule(name).label for name in profile.schedules]),
    ]


def _availability(profile: CandidateProfile) -> list[str]:
    if profile.availability == Availability.FROM and profile.available_from:
        return [f"À partir du {french.full_date(profile.available_from)}"]
    return [Availability(profile.availability).label if profile.availability else ""]


def _listed(labels: list[str]) -> str:
    """“En voiture, à vélo”."""
    text = ", ".join(label[:1].lower() + label[1:] for label in labels)
    return text[:1].upper() + text[1:]
