"""Titles of feeds in plain words, and texts that no format refuses."""

import re
from collections.abc import Mapping

from search.criteria import AROUND_ME, Criteria
from search.models import Kind, Opportunity
from search.screens.cards import SESSION_ALARMS
from search.screens.search_page import CHOICES, ERROR_LABELS, FLAGS
from snippets import french
from snippets.site import site_settings

_KINDS = {
    Kind.JOB.value: "offres d’emploi",
    Kind.VOLUNTEERING.value: "offres de bénévolat",
    Kind.SESSION.value: "sessions de recrutement",
}
# XML 1.0 has no place for them, iCalendar neither; texts pasted from elsewhere do hold some.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def clean(text: str) -> str:
    """The text with a space for each control character."""
    return _UNPRINTABLE.sub(" ", text)


def title(criteria: Criteria) -> str:
    """Return “Déclic : offres “soudeur” près de Belfort (90000)”, without any filter."""
    return clean(f"{site_settings().site_name}\u00a0: {what(criteria)}")


def what(criteria: Criteria) -> str:
    """Return “offres “soudeur” près de Belfort (90000)”."""
    words = " et ".join(_KINDS[kind] for kind in criteria.kinds) or "offres"
    if criteria.text:
        words += f" “{criteria.text}”"
    if criteria.box:
        words += " dans une zone de la carte"
    elif criteria.place and criteria.place.label == AROUND_ME:
        words += " autour d’un point de la carte"
    elif criteria.place:
        words += f" près {french.of(criteria.place.label)}"
    return words


def description(criteria: Criteria) -> str:
    """Say what a feed holds, with its radius and its filters."""
    sentence = "Les annonces les plus récentes de cette recherche"
    if criteria.place and not criteria.box:
        sentence += f", à moins de {criteria.radius_km:g}\u00a0km"
    filters = filter_labels(criteria)
    return f"{sentence}. Filtres\u00a0: {', '.join(filters)}." if filters else f"{sentence}."


def filter_labels(criteria: Criteria) -> list[str]:
    """The filters in the words of the search page; kinds are told by the title."""
    chosen = {
        "contrat": criteria.contracts,
        "domaine": criteria.domains,
        "temps": criteria.working_times,
        "horaires": criteria.schedules,
        "depuis": (str(criteria.since_days),) if criteria.since_days else (),
    }
    labels = [CHOICES[name][value] for name, values in chosen.items() for value in values]
    if criteria.hours_min is not None:
        labels.append(f"au moins {criteria.hours_min:g}\u00a0h par semaine")
    if criteria.hours_max is not None:
        labels.append(f"au plus {criteria.hours_max:g}\u00a0h par semaine")
    flags = {
        "debutant": criteria.beginner,
        "sans_permis": criteria.no_licence,
        "siae": criteria.siae,
        "handicap": criteria.disabled_workers,
    }
    return labels + [FLAGS[name] for name, is_on in flags.items() if is_on]


def announced(row: Opportunity) -> str:
    """The title of an opportunity, which says first that a session is cancelled or postponed."""
    alarm = SESSION_ALARMS.get(row.details.get("status", ""), "")
    return clean(f"{alarm}\u00a0: {row.title}" if alarm else row.title)


def problems(errors: Mapping[str, str]) -> list[str]:
    """What cannot be used in an address, by the names of the parameters; a line for each."""
    return [
        clean(f"{ERROR_LABELS.get(name, name.capitalize())}\u00a0: {said}")
        for name, said in errors.items()
    ]
