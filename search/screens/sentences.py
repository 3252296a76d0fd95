"""The sentences of the search page."""

from search.criteria import AROUND_ME, Criteria, ParsedCriteria
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
        where = "de vous" if criteria.place.label == AROUND_ME else f"de {criteria.place.label}"
        text += f" à moins de {radius:g}\u00a0km {where}"
    return text


def title(criteria: Criteria) -> str:
    """The page's title: what is looked for, and where."""
    noun = TITLES.get(criteria.kinds[0] if len(criteria.kinds) == 1 else "", "Offres")
    what = f"{noun} «\u00a0{criteria.text}\u00a0»" if criteria.text else noun
    if criteria.place and criteria.place.label != AROUND_ME:
        return f"{what} près de {criteria.place.label}"
    return what


def line(criteria: Criteria, *, filters: int) -> str:
    """The whole search on one line: “cuisine · Delle · 10 km · 2 filtres”; empty without any."""
    parts = [criteria.text]
    if criteria.box:
        parts.append("zone de la carte")
    elif criteria.place:
        around = criteria.place.label == AROUND_ME
        # “Delle (90100)” is told by its name alone: the count below has the postal code.
        parts.append("autour de vous" if around else criteria.place.label.partition(" (")[0])
        parts.append(f"{criteria.radius_km:g}\u00a0km")
    if filters:
        parts.append(french.counted(filters, "filtre"))
    return " · ".join(filter(None, parts))


def announcement(result: SearchResult, count_text: str) -> str:
    """What is said to who does not see the list change."""
    if result.is_corrected:
        return f"Résultats pour «\u00a0{result.criteria.text}\u00a0». {count_text}"
    return count_text


def others_text(result: SearchResult) -> str:
    """Head those that only cite the words: “5 autres annonces citent ce mot”.

    Where a page begins among them, they are said to go on.
    """
    others = result.count - result.named_count
    words = "ce mot" if len(result.criteria.words) == 1 else "ces mots"
    if not others:
        return ""
    if result.named_count < (result.page - 1) * result.page_size:
        return f"Autres annonces qui citent {words} (suite)"
    if not result.named_count:
        counted = french.counted(others, "annonce")
        return f"{counted} {'cite' if others == 1 else 'citent'} {words} dans le texte"
    counted = french.counted(others, "autre annonce", "autres annonces")
    return f"{counted} {'cite' if others == 1 else 'citent'} {words}"


def map_text(criteria: Criteria) -> str:
    """Where the offers of the list and of the map are."""
    if criteria.box:
        return "Le cadre est la zone de votre recherche."
    if criteria.place:
        centre = "vous" if criteria.place.label == AROUND_ME else criteria.place.label
        radius = f"{criteria.radius_km:g}\u00a0km"
        return f"Le cercle est votre recherche\u00a0: {radius} autour de {centre}."
    return ""


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
