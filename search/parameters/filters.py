"""Parameters of a search, by their public names: the same for page, map and API."""

from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from pages.models.job_offer import Contract, Schedule, WorkingTime
from search.criteria import (
    AROUND_ME,
    DEFAULT_RADIUS_KM,
    MAX_RADIUS_KM,
    MIN_RADIUS_KM,
    SINCE_CHOICES,
    Criteria,
    ParsedCriteria,
    Place,
    Sort,
)
from search.models import Kind, Opportunity
from search.parameters import places
from search.parameters.fields import (
    ADJUSTED,
    BoxField,
    ChoiceField,
    ChoicesField,
    FlagField,
    HoursField,
    NearestChoiceField,
    NumberField,
    PageField,
    PositionField,
    TextField,
    quoted,
)
from search.words.stop_words import meaningful
from snippets.models.reference import RomeDomain

# More words than this are an essay, not a search.
MAX_WORDS = 12


def _filter(field: type[forms.Field], label: str, **kwargs: Any) -> django_filters.Filter:
    """A filter whose value is read by a field of `search.parameters.fields`."""
    parameter = django_filters.Filter(label=label, **kwargs)
    parameter.field_class = field
    return parameter


class OpportunityFilterSet(django_filters.FilterSet):
    """Every parameter of a search; the values become `Criteria`, which the query module runs."""

    q = _filter(TextField, "Métier, mot-clé, employeur")
    sans_correction = _filter(FlagField, "Chercher ces mots sans les corriger")
    lieu = _filter(TextField, "Commune ou code postal")
    position = _filter(PositionField, "Autour d’une position (latitude,longitude)")
    rayon = _filter(
        NumberField, "Rayon en kilomètres", low=MIN_RADIUS_KM, high=MAX_RADIUS_KM, unit="km"
    )
    bbox = _filter(BoxField, "Zone de la carte (ouest,sud,est,nord)")
    type = _filter(ChoicesField, "Type", choices=Kind.choices)
    contrat = _filter(ChoicesField, "Contrat", choices=Contract.choices)
    domaine = _filter(ChoicesField, "Domaine professionnel", choices=RomeDomain.choices)
    temps = _filter(ChoicesField, "Temps de travail", choices=WorkingTime.choices)
    horaires = _filter(ChoicesField, "Horaires", choices=Schedule.choices)
    heures_min = _filter(HoursField, "Heures par semaine au moins")
    heures_max = _filter(HoursField, "Heures par semaine au plus")
    debutant = _filter(FlagField, "Débutant accepté")
    sans_permis = _filter(FlagField, "Sans permis de conduire")
    siae = _filter(FlagField, "Structure d’insertion (SIAE)")
    handicap = _filter(FlagField, "Ouvert aux travailleurs handicapés")
    depuis = _filter(NearestChoiceField, "Publiée depuis (jours)", choices=SINCE_CHOICES)
    tri = _filter(ChoiceField, "Tri", choices=Sort.choices)
    page = _filter(PageField, "Page")

    class Meta:
        model = Opportunity
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
        """Keep what the criteria find, without order or pages."""
        from search.queries import matching

        return queryset.filter(pk__in=matching(criteria_from(self.data).criteria).values("pk"))


# The fields have no state: they are made once, where a form would copy them for each request.
FIELDS: dict[str, forms.Field] = {
    name: parameter.field for name, parameter in OpportunityFilterSet.base_filters.items()
}


def criteria_from(data: Mapping[str, Any]) -> ParsedCriteria:
    """Read a query string (a QueryDict or a dict). Never fails: see `ParsedCriteria`."""
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    notes: list[str] = []
    for name, field in FIELDS.items():
        try:
            values[name] = field.clean(field.widget.value_from_datadict(data, {}, name))
        except ValidationError as problem:
            values[name] = (problem.params or {}).get("nearest")
            message = problem.messages[0]
            if problem.code == ADJUSTED:
                notes.append(message)
            else:
                errors[name] = message
    words = meaningful(values["q"])
    if len(words) > MAX_WORDS:
        notes.append(f"Seuls les {MAX_WORDS} premiers mots ont été cherchés.")
    place, near_places = _place(values, errors)
    criteria = Criteria(
        text=values["q"],
        words=words[:MAX_WORDS],
        as_typed=values["sans_correction"],
        place=place,
        radius_km=values["rayon"] or DEFAULT_RADIUS_KM,
        box=values["bbox"],
        kinds=values["type"],
        contracts=values["contrat"],
        domains=values["domaine"],
        working_times=values["temps"],
        schedules=values["horaires"],
        hours_min=values["heures_min"],
        hours_max=values["heures_max"],
        beginner=values["debutant"],
        no_licence=values["sans_permis"],
        siae=values["siae"],
        disabled_workers=values["handicap"],
        since_days=values["depuis"],
        sort=values["tri"],
        page=values["page"],
    )
    if criteria.sort == Sort.DISTANCE and criteria.place is None:
        notes.append("Indiquez un lieu pour trier par distance.")
    return ParsedCriteria(criteria, errors, notes, near_places)


def _place(values: dict[str, Any], errors: dict[str, str]) -> tuple[Place | None, tuple[str, ...]]:
    """The place asked for; an unknown name is an error that proposes the nearest ones, returned."""
    near: list[str] = []
    name = values["lieu"]
    if name:
        place = places.resolve(name)
        if place:
            return place, ()
        near = places.suggestions(name)
        asked = quoted(name).replace("%%", "%")
        message = f"Nous ne connaissons pas {asked}."
        if places.is_elsewhere(name):
            message = f"{asked} n’est pas dans {places.TERRITORY}."
        elif near:
            message += f" Vouliez-vous dire {_either(near)}\u00a0?"
        errors.setdefault("lieu", message)
    if values["position"]:
        latitude, longitude = values["position"]
        return Place(AROUND_ME, latitude, longitude), tuple(near)
    return None, tuple(near)


def _either(labels: list[str]) -> str:
    """“A, B ou C”."""
    return " ou ".join(filter(None, [", ".join(labels[:-1]), labels[-1]]))
