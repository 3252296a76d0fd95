"""Parameters of a search, by their public names: the same for page, map and API."""

import copy
import re
from collections.abc import Collection, Mapping
from functools import cache, cached_property
from typing import Any, Self

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

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
    BoxField,
    ChoiceField,
    ChoicesField,
    FlagField,
    HoursField,
    NearestChoiceField,
    NumberField,
    PageField,
    ParametersForm,
    PositionField,
    TextField,
    quoted,
)
from search.queries import conditions
from search.words.stop_words import meaningful
from snippets.folding import without_accents
from snippets.models.reference import RomeDomain
from snippets.site import site_settings

# More words than this are an essay, not a search.
MAX_WORDS = 12
# The index is in letters without accents and figures.
_SEARCHABLE = re.compile(r"[A-Za-z0-9]")


class Parameter(django_filters.Filter):
    """A filter whose value is read by a field of `search.parameters.fields`."""

    def __init__(self, field: type[forms.Field], label: str, **kwargs: Any) -> None:
        self.field_class = field
        super().__init__(label=label, **kwargs)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Each FilterSet has its own filters; their choices, which do not change, are shared."""
        return copy.copy(self)


class CriteriaForm(ParametersForm):
    """Reads criteria from whichever parameters of a search it has."""

    near_places: tuple[str, ...] = ()

    def clean(self) -> None:
        """Name the place; an unknown one is refused, and the nearest names are proposed."""
        self.place = self._around()
        name = self.nearest("lieu")
        if not name:
            return
        place = places.resolve(name)
        if place:
            self.place = place
            return
        near = places.suggestions(name)
        self.near_places = tuple(near)
        if "lieu" in self.errors:
            return
        asked = quoted(name).replace("%%", "%")
        message = f"Nous ne connaissons pas {asked}."
        if places.is_elsewhere(name):
            message = f"{asked} n’est pas {site_settings().department.within}."
        elif near:
            message += f" Vouliez-vous dire {_either(near)}\u00a0?"
        self.add_error("lieu", ValidationError(message))

    def _around(self) -> Place | None:
        """The place of somebody who tells their position."""
        position = self.nearest("position")
        return Place(AROUND_ME, *position) if position else None

    @cached_property
    def parsed(self) -> ParsedCriteria:
        """The criteria, with what was wrong. Parameters that the form has not are at rest."""
        errors = self.refusals
        text = self.nearest("q") or ""
        words = meaningful(text)
        notes = list(self.notes)
        if text and not _SEARCHABLE.search(without_accents(text)):
            notes.append(
                f"Nous ne savons pas chercher «\u00a0{text}\u00a0»\u00a0: "
                "écrivez avec les lettres de l’alphabet latin."
            )
        if len(words) > MAX_WORDS:
            notes.append(f"Seuls les {MAX_WORDS} premiers mots ont été cherchés.")
        criteria = Criteria(
            text=text,
            words=words[:MAX_WORDS],
            as_typed=self.nearest("sans_correction") or False,
            place=self.place,
            radius_km=self.nearest("rayon") or DEFAULT_RADIUS_KM,
            box=self.nearest("bbox"),
            kinds=self.nearest("type") or (),
            contracts=self.nearest("contrat") or (),
            domains=self.nearest("domaine") or (),
            working_times=self.nearest("temps") or (),
            schedules=self.nearest("horaires") or (),
            hours_min=self.nearest("heures_min"),
            hours_max=self.nearest("heures_max"),
            beginner=self.nearest("debutant") or False,
            no_licence=self.nearest("sans_permis") or False,
            siae=self.nearest("siae") or False,
            disabled_workers=self.nearest("handicap") or False,
            since_days=self.nearest("depuis"),
            sort=self.nearest("tri") or "",
            page=self.nearest("page") or 1,
        )
        if criteria.sort == Sort.DISTANCE and criteria.place is None:
            notes.append("Indiquez un lieu pour trier par distance.")
        return ParsedCriteria(criteria, errors, notes, self.near_places)


class OpportunityFilterSet(django_filters.FilterSet):
    """Every parameter of a search: its form makes `Criteria` of them, and each has a condition.

    The conditions are written in `search.queries.conditions`, under the names of the parameters:
    queries that have criteria and no query string (alerts, widened searches) need them as well.
    """

    q = Parameter(TextField, "Métier, mot-clé, employeur")
    sans_correction = Parameter(FlagField, "Chercher ces mots sans les corriger")
    lieu = Parameter(TextField, "Commune ou code postal")
    position = Parameter(PositionField, "Autour d’une position (latitude,longitude)")
    rayon = Parameter(
        NumberField, "Rayon en kilomètres", low=MIN_RADIUS_KM, high=MAX_RADIUS_KM, unit="km"
    )
    bbox = Parameter(BoxField, "Zone de la carte (ouest,sud,est,nord)")
    type = Parameter(ChoicesField, "Type", choices=Kind.choices)
    contrat = Parameter(ChoicesField, "Contrat", choices=Contract.choices)
    domaine = Parameter(ChoicesField, "Domaine professionnel", choices=RomeDomain.choices)
    temps = Parameter(ChoicesField, "Temps de travail", choices=WorkingTime.choices)
    horaires = Parameter(ChoicesField, "Horaires", choices=Schedule.choices)
    heures_min = Parameter(HoursField, "Heures par semaine au moins")
    heures_max = Parameter(HoursField, "Heures par semaine au plus")
    debutant = Parameter(FlagField, "Débutant accepté")
    sans_permis = Parameter(FlagField, "Sans permis de conduire")
    siae = Parameter(FlagField, "Structure d’insertion (SIAE)")
    handicap = Parameter(FlagField, "Ouvert aux travailleurs handicapés")
    depuis = Parameter(NearestChoiceField, "Publiée depuis (jours)", choices=SINCE_CHOICES)
    tri = Parameter(ChoiceField, "Tri", choices=Sort.choices)
    page = Parameter(PageField, "Page")

    class Meta:
        model = Opportunity
        fields: tuple[str, ...] = ()
        form = CriteriaForm

    def get_form_class(self) -> Any:
        """The same class for every request, whose form copies its fields."""
        return _form_class(type(self))  # type: ignore[arg-type]  # a class is hashable

    @property
    def parsed(self) -> ParsedCriteria:
        """The criteria, with what was wrong."""
        parsed: ParsedCriteria = self.form.parsed
        return parsed

    def condition(self, *, without: Collection[str] = ()) -> Q:
        """What the parameters ask of a row, all of them but perhaps one."""
        return conditions.where(self.parsed.criteria, without=without)

    def filter_queryset(self, queryset: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
        """Keep what the criteria find, without order or pages."""
        return queryset.filter(self.condition())


@cache
def _form_class(filters: type[OpportunityFilterSet]) -> type[CriteriaForm]:
    """As django-filter makes it."""
    form_class: type[CriteriaForm] = super(OpportunityFilterSet, filters()).get_form_class()
    return form_class


def criteria_from(data: Mapping[str, Any]) -> ParsedCriteria:
    """Read a query string (a QueryDict or a dict). Never fails: see `ParsedCriteria`."""
    return OpportunityFilterSet(data).parsed


def _either(labels: list[str]) -> str:
    """“A, B ou C”."""
    return " ou ".join(filter(None, [", ".join(labels[:-1]), labels[-1]]))
