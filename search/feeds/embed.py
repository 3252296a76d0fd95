"""A list of opportunities that other sites show in a frame, and the page that explains it."""

import dataclasses
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from csp.constants import NONE, SELF
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from search import queries
from search.criteria import MAX_RADIUS_KM, Criteria
from search.feeds import wording
from search.models import Kind, Opportunity
from search.parameters import addresses
from search.parameters.fields import MAX_TEXT, NumberField
from search.parameters.filters import criteria_from
from search.screens.cards import kind_fact, place_line
from search.screens.search_page import Pair, address, kept_pairs
from snippets.site import absolute, absolute_url

KEPT_SECONDS = 300
MAX_SHOWN = 20
SHOWN = 5
# Pixels of the heading and of a row on a phone's width, beyond which the frame scrolls.
_HEAD, _ROW, _MAX_HEIGHT = 140, 140, 980
_KIND_LABELS = dict(Kind.choices)
# Filters that the form has no field for are kept as they came.
_IN_FORM = frozenset({"q", "lieu", "rayon", "type"})
_number = NumberField(low=1, high=MAX_SHOWN, unit="annonces")


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """What the list shows of an opportunity."""

    title: str
    url: str
    kind: str
    label: str
    facts: str


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """A field of the form that prepares the code; `high` is the bound of a number."""

    name: str
    label: str
    type: str
    value: str
    error: str
    high: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Question:
    """What the address of a list asks for; `errors` and `notes` are those of ParsedCriteria."""

    criteria: Criteria
    pairs: list[Pair]
    number: int
    errors: dict[str, str]
    notes: list[str]


def embedded_policy() -> str:
    """The list's own policy: a style sheet and nothing else, framed by the sites that may."""
    ancestors = " ".join([SELF, *settings.EMBED_ORIGINS])
    return (
        f"default-src {NONE}; style-src {SELF}; base-uri {NONE}; form-action {NONE};"
        f" frame-ancestors {ancestors}"
    )


@login_not_required
@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
@xframe_options_exempt
def embedded(request: HttpRequest) -> HttpResponse:
    """The list alone. What is wrong in its address is told, and replaced as on the search page."""
    question = _question(request.GET)
    result = queries.find(question.criteria, propose_spelling=False)
    context = {
        "heading": _heading(question.criteria),
        "lines": [_line(row) for row in result.rows[: question.number]],
        "all_url": absolute(address(question.pairs)),
        "problems": [*wording.problems(question.errors), *question.notes],
    }
    response = render(request, "search/feeds/embedded.html", context)
    response["Content-Security-Policy"] = embedded_policy()
    return response


@login_not_required
@require_safe
def explained(request: HttpRequest) -> HttpResponse:
    """How to show the list elsewhere: choose a search, look at it, copy its code."""
    data = request.GET.copy()
    if data.get("lieu"):
        # A place that somebody types replaces the part of the map they came from.
        data.pop("bbox", None)
        data.pop("position", None)
    question = _question(data)
    query = urlencode([*question.pairs, ("nombre", str(question.number))])
    path = f"{reverse('search:embed')}?{query}"
    title, height = _heading(question.criteria), min(_HEAD + _ROW * question.number, _MAX_HEIGHT)
    fields = _fields(request.GET, question)
    shown = {field.name for field in fields}
    context = {
        "help_url": absolute_url("search:embed_help"),
        "fields": fields,
        "kinds": [
            (value, label, value in question.criteria.kinds) for value, label in Kind.choices
        ],
        "other_pairs": [pair for pair in question.pairs if pair[0] not in _IN_FORM],
        "filters": ", ".join(wording.filter_labels(question.criteria)),
        "problems": [
            *wording.problems({n: said for n, said in question.errors.items() if n not in shown}),
            *question.notes,
        ],
        "path": path,
        "frame_title": title,
        "height": height,
        "code": _code(path, title, height),
        "origins": settings.EMBED_ORIGINS,
        "rss": absolute(addresses.of_feed("rss", question.pairs)),
        "agenda": absolute(addresses.of_feed("agenda_ics", question.pairs)),
    }
    return render(request, "search/feeds/explained.html", context)


def _code(path: str, title: str, height: int) -> str:
    """To be copied: nothing in it needs a script, and a screen reader says what it is."""
    context = {"address": absolute(path), "title": title, "height": height}
    return render_to_string("search/feeds/code.html", context).strip()


def _question(data: Any) -> Question:
    """The search of an address, always one that can be run."""
    parsed = criteria_from(data)
    number, said = _asked_number(data)
    errors = {**parsed.errors, **({"nombre": said} if said else {})}
    return Question(
        parsed.criteria.replace(page=1),
        kept_pairs(data, parsed),
        number,
        errors,
        parsed.notes,
    )


def _asked_number(data: Mapping[str, Any]) -> tuple[int, str]:
    """How many opportunities to show, and what was wrong with the number."""
    try:
        return int(_number.clean(data.get("nombre")) or SHOWN), ""
    except ValidationError as error:
        return int((error.params or {}).get("nearest") or SHOWN), error.messages[0]


def _fields(data: Mapping[str, Any], question: Question) -> list[Field]:
    """The form, as it was filled in."""
    criteria, errors = question.criteria, question.errors
    return [
        Field("q", "Métier, mot-clé, employeur", "search", _typed(data, "q"), errors.get("q", "")),
        Field(
            "lieu", "Commune ou code postal", "text", _typed(data, "lieu"), errors.get("lieu", "")
        ),
        Field(
            "rayon",
            "Jusqu’à (en kilomètres)",
            "number",
            f"{criteria.radius_km:g}",
            errors.get("rayon", ""),
            MAX_RADIUS_KM,
        ),
        Field(
            "nombre",
            "Nombre d’annonces",
            "number",
            str(question.number),
            errors.get("nombre", ""),
            MAX_SHOWN,
        ),
    ]


def _typed(data: Mapping[str, Any], name: str) -> str:
    """What was typed, without what no field would hold."""
    return str(data.get(name, "")).strip()[:MAX_TEXT]


def _heading(criteria: Criteria) -> str:
    """“Offres d’emploi près de Belfort (90000)”."""
    text = wording.clean(wording.what(criteria))
    return text[:1].upper() + text[1:]


def _line(row: Opportunity) -> Line:
    """An opportunity as the list shows it."""
    return Line(
        title=wording.announced(row),
        url=absolute(row.url),
        kind=row.kind,
        label=_KIND_LABELS.get(row.kind, row.kind),
        facts=" · ".join(filter(None, [row.organisation_name, place_line(row), kind_fact(row)[1]])),
    )
