"""The sentences of the search page."""

from search.criteria import ParsedCriteria
from search.models import Kind
from search.queries import SearchResult
from snippets import french

# What one kind alone is called when it is counted, and in the page's title.
_NOUNS: dict[str, str] = {Kind.SESSION: "session", Kind.VOLUNTEERING: "mission"}
TITLES: dict[str, str] = {
    Kind.JOB: "Offres d’emploi",
    Kind.SESSION: "Sessions de recrutement",
    Kind.VOLUNTEERING: "Missions de bénévolat",
}


def _noun(parsed: ParsedCriteria) -> str:
    """What is counted: sessions, missions, or offers of any kind."""
    kinds = parsed.criteria.kinds
    return _NOUNS.get(kinds[0], "offre") if len(kinds) == 1 else "offre"


def count_text(parsed: ParsedCriteria, result: SearchResult) -> str:
    """“12 offres à moins de 10 km de Belfort (90000)”."""
    criteria, noun = parsed.criteria, _noun(parsed)
    text = french.counted(result.count, noun) if result.count else f"Aucune {noun}"
    if criteria.box:
        return f"{text} dans cette zone"
    if criteria.place:
        radius = result.widened_to_km or criteria.radius_km
        where = (
            "de vous" if criteria.place.label == "Autour de moi" else f"de {criteria.place.label}"
        )
        text += f" à moins de {radius:g}\u00a0km {where}"
    return text


def title(parsed: ParsedCriteria) -> str:
    """The page's title: what is looked for, and where."""
    criteria = parsed.criteria
    noun = TITLES.get(criteria.kinds[0] if len(criteria.kinds) == 1 else "", "Offres")
    what = f"{noun} «\u00a0{criteria.text}\u00a0»" if criteria.text else noun
    if criteria.place and criteria.place.label != "Autour de moi":
        return f"{what} près de {criteria.place.label}"
    return what


def widened_text(parsed: ParsedCriteria, result: SearchResult) -> str:
    """Say that the radius was widened, or return an empty string."""
    if not result.widened_to_km:
        return ""
    noun = _noun(parsed)
    found = french.counted(result.count, noun)
    return (
        f"Aucune {noun} à moins de {parsed.criteria.radius_km:g}\u00a0km\u00a0; "
        f"{found} à moins de {result.widened_to_km:g}\u00a0km."
    )
