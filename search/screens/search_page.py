"""The search page, prepared in Python: fields, filters with counts, chips, links, sentences."""

import dataclasses
import json
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from pages.models.job_offer import Contract, Schedule, WorkingTime
from search.criteria import (
    DEFAULT_RADIUS_KM,
    RADIUS_CHOICES,
    ParsedCriteria,
    Sort,
)
from search.models import Kind
from search.parameters.addresses import of_feed, saved_query
from search.parameters.fields import MAX_TEXT
from search.parameters.filters import OpportunityFilterSet
from search.queries import SearchResult
from search.screens import sentences
from search.screens.cards import Card, cards
from search.screens.hearts import NOTHING
from search.screens.maps import map_data, map_query
from snippets import french
from snippets.models.reference import RomeDomain

Pair = tuple[str, str]

FLAGS = {
    "debutant": "Débutant accepté",
    "sans_permis": "Sans permis de conduire",
    "siae": "Structure d’insertion (SIAE)",
    "handicap": "Ouvert aux travailleurs handicapés",
}
SINCE = {
    "1": "Depuis hier",
    "3": "Depuis 3\u00a0jours",
    "7": "Depuis une semaine",
    "14": "Depuis deux semaines",
    "31": "Depuis un mois",
}
CHOICES: dict[str, dict[str, str]] = {
    "type": dict(Kind.choices),
    "contrat": dict(Contract.choices),
    "domaine": dict(RomeDomain.choices),
    "temps": dict(WorkingTime.choices),
    "horaires": dict(Schedule.choices),
    "depuis": SINCE,
}
# Label of the group, whether it needs two columns, then legend and parameters of each part.
GROUPS: list[tuple[str, bool, list[Pair]]] = [
    ("Type", False, [("Type", "type")]),
    ("Contrat", False, [("Contrat", "contrat")]),
    ("Métier", True, [("Domaine professionnel", "domaine")]),
    ("Horaires", False, [("Temps de travail", "temps"), ("Horaires", "horaires")]),
    ("Plus de filtres", False, [("Pour tous", "flags"), ("Date de parution", "depuis")]),
]
_KEPT_BY_RESET = frozenset({"q", "sans_correction", "lieu", "rayon"})
# What the search bar shows, or the map: these are no filters.
_IN_SEARCH_BAR = frozenset({"q", "sans_correction", "lieu", "position", "rayon", "bbox"})
ERROR_LABELS = {
    name: parameter.label for name, parameter in OpportunityFilterSet.base_filters.items()
}


class Option(NamedTuple):
    """A box, or a radio button, which does not say what it finds. `key` names it in the page."""

    key: str
    name: str
    value: str
    label: str
    is_checked: bool
    found: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """One fieldset of a group."""

    legend: str
    options: list[Option]


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """One button of the filter line and the panel that it opens."""

    label: str
    is_wide: bool
    active: int
    parts: list[Part]


@dataclasses.dataclass(frozen=True, slots=True)
class Chip:
    """An active filter and the address without it."""

    label: str
    name: str
    value: str
    url: str


@dataclasses.dataclass(frozen=True, slots=True)
class Screen:
    """All that the templates of the search page show, beside the filters.

    `line` is the search in short, for a phone, where its form is folded.
    `other_cards` are those that only cite the words; `others_text` says so above them.
    """

    cards: list[Card]
    other_cards: list[Card]
    others_text: str
    fields: dict[str, str]
    radii: list[tuple[str, str, bool]]
    sorts: list[tuple[str, str, bool]]
    chips: list[Chip]
    problems: list[tuple[str, str, str]]
    near_places: list[tuple[str, str]]
    notes: list[str]
    field_errors: dict[str, str]
    count: int
    count_text: str
    title: str
    line: str
    announcement: str
    widened_text: str
    correction: str
    as_typed_url: str
    suggestion: str
    suggestion_url: str
    reset_url: str
    url: str
    rss_url: str
    saved_query: str
    agenda_url: str
    embed_url: str
    previous_url: str
    next_url: str
    page_text: str
    counts: dict[str, str]
    map_data: dict[str, str]
    map_query: str
    map_text: str
    is_filtered: bool

    @property
    def counts_json(self) -> str:
        """The counts, for the script that shows new ones."""
        return json.dumps(self.counts)


def kept_pairs(data: QueryDict, parsed: ParsedCriteria) -> list[Pair]:
    """Return the parameters of the query that hold, in a stable order, without the page."""
    criteria = parsed.criteria
    unsorted = criteria.replace(sort="")
    pairs: list[Pair] = []
    for name in OpportunityFilterSet.base_filters:
        if name == "page" or (name in parsed.errors and name not in {"q", "lieu"}):
            continue
        values = list(dict.fromkeys(value.strip()[:MAX_TEXT] for value in data.getlist(name)))
        if name == "q":
            values = [criteria.text]
        elif name == "sans_correction":
            values = ["1"] if criteria.as_typed and criteria.words else []
        elif name == "rayon":
            values = [f"{criteria.radius_km:g}"] if any(values) and criteria.place else []
        elif name == "tri" and criteria.effective_sort == unsorted.effective_sort:
            values = []
        pairs += [(name, value) for value in values if value]
    return pairs


@cache
def _base() -> str:
    """The search page's path; a page has a dozen links to it."""
    return reverse("search:results")


def address(pairs: list[Pair], page: int = 1) -> str:
    """Return the address of the search page for these parameters."""
    query = [*pairs, ("page", str(page))] if page > 1 else pairs
    return f"{_base()}?{urlencode(query)}" if query else _base()


def _with_words(text: str, pairs: list[Pair]) -> list[Pair]:
    """The same search with other words, which need no correction."""
    kept = [pair for pair in pairs if pair[0] not in {"q", "sans_correction"}]
    return [("q", text), *kept]


def _address_near(label: str, pairs: list[Pair], radius_km: float) -> str:
    """The same search near another place than the unknown one."""
    kept = [pair for pair in pairs if pair[0] not in {"lieu", "rayon", "position", "bbox"}]
    return address([*kept, ("lieu", label), ("rayon", f"{radius_km:g}")])


def build_screen(
    data: QueryDict,
    parsed: ParsedCriteria,
    result: SearchResult,
    kept: frozenset[int] = NOTHING,
) -> Screen:
    """Prepare the page of a search; `kept` are the ids that the reader keeps."""
    criteria = parsed.criteria
    pairs = kept_pairs(data, parsed)
    chips = [chip for chip in (_chip(pair, pairs, parsed) for pair in pairs) if chip]
    correction = result.criteria.text if result.is_corrected else ""
    suggestion = result.suggestion or ""
    # What follows the search from elsewhere asks for the words that were found, not for those
    # that were typed: nothing is corrected there.
    found = _with_words(correction, pairs) if correction else pairs
    count_text = sentences.count_text(parsed, result)
    named = max(0, result.named_count - (result.page - 1) * result.page_size)
    return Screen(
        cards=cards(result.rows[:named], kept),
        other_cards=cards(result.rows[named:], kept),
        others_text=sentences.others_text(result),
        fields={
            "q": data.get("q", "").strip()[:200],
            "lieu": data.get("lieu", "").strip()[:200],
            "position": dict(pairs).get("position", ""),
            "bbox": dict(pairs).get("bbox", ""),
            "sans_correction": dict(pairs).get("sans_correction", ""),
        },
        radii=_radii(criteria.radius_km),
        sorts=[
            (value, label, value == criteria.effective_sort)
            for value, label in Sort.choices
            if (value != Sort.DISTANCE or criteria.place)
            and (value != Sort.RELEVANCE or criteria.words)
        ],
        chips=chips,
        problems=[
            (name, ERROR_LABELS.get(name, name), message) for name, message in parsed.errors.items()
        ],
        near_places=[
            (label, _address_near(label, pairs, criteria.radius_km)) for label in parsed.near_places
        ],
        notes=parsed.notes,
        field_errors={name: parsed.errors.get(name, "") for name in ("q", "lieu", "rayon")},
        count=result.count,
        count_text=count_text,
        title=sentences.title(result.criteria),
        line=sentences.line(
            criteria, filters=sum(chip.name not in _IN_SEARCH_BAR for chip in chips)
        ),
        announcement=sentences.announcement(result, count_text),
        widened_text=sentences.widened_text(parsed, result),
        correction=correction,
        as_typed_url=address([*pairs, ("sans_correction", "1")]) if correction else "",
        suggestion=suggestion,
        suggestion_url=address(_with_words(suggestion, pairs)) if suggestion else "",
        reset_url=address([pair for pair in pairs if pair[0] in _KEPT_BY_RESET]),
        url=address(pairs, result.page),
        rss_url=of_feed("rss", found),
        saved_query=saved_query(found),
        agenda_url=of_feed("agenda_ics", found) if result.counts["type"].get("session") else "",
        embed_url=of_feed("embed_help", found),
        previous_url=address(pairs, result.page - 1) if result.has_previous else "",
        next_url=address(pairs, result.page + 1) if result.has_next else "",
        page_text=(
            f"Page {french.number(result.page)} sur {french.number(result.num_pages)}"
            if result.num_pages > 1
            else ""
        ),
        counts=facet_counts(result),
        map_data=map_data(result.criteria),
        map_query=map_query(found, result.criteria),
        map_text=sentences.map_text(result.criteria),
        is_filtered=bool(pairs),
    )


def empty_fields() -> dict[str, Any]:
    """Return the search bar of a page where nothing was searched yet."""
    names = ("q", "lieu", "rayon", "position")
    return {
        "fields": dict.fromkeys(names, ""),
        "field_errors": dict.fromkeys(names, ""),
        "radii": _radii(DEFAULT_RADIUS_KM),
    }


def facet_counts(result: SearchResult) -> dict[str, str]:
    """Return the count of every filter value, zero included, by its identifier in the page."""
    counted = {name: list(choices) for name, choices in CHOICES.items() if name != "depuis"}
    counted |= {flag: ["1"] for flag in FLAGS}
    return {
        f"{name}-{value}": french.number(result.counts[name].get(value, 0))
        for name, values in counted.items()
        for value in values
    }


def filter_groups(parsed: ParsedCriteria, counts: Mapping[str, str]) -> list[Group]:
    """Prepare the line of filters: every possible value, with its count (zero included)."""
    chosen = _chosen(parsed)
    return [
        Group(
            label,
            is_wide,
            sum(value != "" for _, name in parts for value in _values(name, chosen)),
            [Part(legend, _options(name, chosen, counts)) for legend, name in parts],
        )
        for label, is_wide, parts in GROUPS
    ]


def _chosen(parsed: ParsedCriteria) -> Mapping[str, tuple[str, ...]]:
    """The chosen values of each filter."""
    criteria = parsed.criteria
    flags = {
        "debutant": criteria.beginner,
        "sans_permis": criteria.no_licence,
        "siae": criteria.siae,
        "handicap": criteria.disabled_workers,
    }
    return {
        "type": criteria.kinds,
        "contrat": criteria.contracts,
        "domaine": criteria.domains,
        "temps": criteria.working_times,
        "horaires": criteria.schedules,
        "depuis": (str(criteria.since_days or ""),),
        **{name: ("1",) if is_on else () for name, is_on in flags.items()},
    }


def _values(name: str, chosen: Mapping[str, tuple[str, ...]]) -> list[str]:
    """What is chosen in one part of a group."""
    names = FLAGS if name == "flags" else [name]
    return [value for parameter in names for value in chosen[parameter]]


def _options(
    name: str, chosen: Mapping[str, tuple[str, ...]], counts: Mapping[str, str]
) -> list[Option]:
    """The boxes of one parameter (radio buttons where it has one value), or the yes/no ones."""
    if name == "flags":
        options = [(flag, "1", label) for flag, label in FLAGS.items()]
    else:
        options = [(name, value, label) for value, label in CHOICES[name].items()]
    if name == "depuis":
        options.insert(0, (name, "", "Toutes les dates"))
    return [
        Option(
            f"{parameter}-{value}",
            parameter,
            value,
            label,
            is_checked=value in chosen[parameter],
            found=counts.get(f"{parameter}-{value}"),
        )
        for parameter, value, label in options
    ]


def _radii(radius_km: float) -> list[tuple[str, str, bool]]:
    """The radius select; a radius typed in the address is one of its values."""
    values = sorted({*map(float, RADIUS_CHOICES), float(radius_km)})
    return [(f"{value:g}", f"{value:g}\u00a0km", value == radius_km) for value in values]


def _chip(pair: Pair, pairs: list[Pair], parsed: ParsedCriteria) -> Chip | None:
    """The chip of a parameter, or None where the search bar already shows it."""
    name, value = pair
    if name == "lieu" and parsed.criteria.place is None:
        return None
    labels = {
        "q": f"«\u00a0{value}\u00a0»",
        "lieu": value,
        "position": "Autour de moi",
        "sans_correction": "Sans correction",
        "bbox": "Zone de la carte",
        "heures_min": f"Au moins {value}\u00a0h",
        "heures_max": f"Au plus {value}\u00a0h",
        **FLAGS,
    }
    label = CHOICES[name].get(value, "") if name in CHOICES else labels.get(name, "")
    if not label:
        return None
    return Chip(label, name, value, address([other for other in pairs if other != pair]))
