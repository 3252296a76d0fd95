"""What the public reads of a volunteering opportunity."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from pages.json_ld import volunteer_posting
from pages.models.opportunity import ApplyBy
from pages.models.volunteering import Day, Rhythm
from pages.presentation.shared import (
    Fact,
    Words,
    known,
    number,
    opportunity_context,
)
from snippets import french

if TYPE_CHECKING:
    from pages.models import VolunteeringPage

WORDS = Words(
    kind="Bénévolat",
    icon="people",
    this="cette mission",
    untitled="Mission sans titre",
    answer="Proposer mon aide",
    text="La mission",
    similar="Autres annonces près de là",
    ending="Cette annonce se termine bientôt\u00a0: répondez sans tarder.",
    filled="Cette mission a trouvé ses bénévoles.",
    over="Cette annonce n’est plus d’actualité.",
    contact="l’association",
    labels={
        ApplyBy.EMAIL: "Proposer mon aide par e-mail",
        ApplyBy.PHONE: "Appeler l’association",
        ApplyBy.WEB: "Proposer mon aide sur le site",
        ApplyBy.PLATFORM: "Proposer mon aide",
    },
    platform="Vous pouvez répondre avec ou sans compte.",
    route="applications:apply",
    parent=("Bénévolat", "search:volunteering"),
)


def rhythm_text(page: "VolunteeringPage") -> str:
    """`Régulier, 2 h par semaine` or `Ponctuel, 7 h en tout`."""
    label = Rhythm(page.rhythm).label if page.rhythm in Rhythm else ""
    if page.hours is None:
        return label
    unit = "par semaine" if page.rhythm == Rhythm.REGULAR else "en tout"
    return f"{label}, {french.hours(page.hours)} {unit}"


def dates_text(page: "VolunteeringPage") -> str:
    """Write `Du 3 mars 2027 au 5 mars 2027`, `Le 3 mars 2027` or `Dès que possible`."""
    starts, ends = (french.long_day(day) if day else "" for day in (page.starts_on, page.ends_on))
    if starts and ends:
        return f"Le {starts}" if starts == ends else f"Du {starts} au {ends}"
    if starts:
        return f"Le {starts}" if page.rhythm == Rhythm.ONE_OFF else f"À partir du {starts}"
    return f"Dès que possible, jusqu’au {ends}" if ends else "Dès que possible"


def days_text(page: "VolunteeringPage") -> str:
    """`Mercredi, samedi`, or an empty string when the person chooses."""
    labels = [day.label for day in Day if day in page.days]
    return ", ".join(labels).capitalize()


def key_facts(page: "VolunteeringPage") -> list[Fact]:
    """The definition list, in reading order; what is unknown is left out."""
    return known(
        [
            ("cause", "Cause", page.get_cause_display() if page.cause else ""),
            ("rhythm", "Rythme", rhythm_text(page)),
            ("days", "Jours", days_text(page)),
            ("dates", "Dates", dates_text(page)),
            ("places", "Bénévoles cherchés", number(page.places) if page.places else ""),
            ("remote", "À distance", "Possible de chez vous" if page.remote else ""),
            ("minors", "Âge", "Ouvert aux mineurs" if page.minors_accepted else "Dès 18 ans"),
            ("access", "Accès", "Accessible en fauteuil roulant" if page.step_free else ""),
            (
                "certificate",
                "Attestation",
                "Une attestation vous est remise" if page.certificate_given else "",
            ),
            (
                "activity",
                "Heures d’activité",
                "Ces heures peuvent compter dans un contrat d’engagement"
                if page.counts_as_activity
                else "",
            ),
        ]
    )


def context(page: "VolunteeringPage", request: HttpRequest) -> dict[str, Any]:
    """All that `pages/volunteering_page.html` needs beside `page`."""
    return opportunity_context(
        page, words=WORDS, facts=key_facts(page), json_ld=volunteer_posting(page)
    )
