"""Whom a campaign is for: a form for each public."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from wagtail.models import Page

from pages.models.session import Audience
from portal.applications.models import Application
from portal.mailing.audiences import applicants, session, sponsors
from portal.mailing.audiences.criteria import ALL
from portal.mailing.audiences.sectors import SECTIONS
from portal.mailing.forms.base import (
    SOME,
    AudienceForm,
    PlacesMixin,
    label_of_rows,
    one_of,
    several_of,
    shown_places,
    strings_of,
)
from portal.mailing.models import Source
from portal.recruitment.models import Roster
from search.parameters.named_fields import OccupationField
from snippets import french
from snippets.models import Occupation, Organisation
from snippets.models.reference import RomeDomain

# Lists to choose in go back this far, and are this long.
RECENT = timedelta(days=400)
MOST_CHOICES = 300
_CODES = re.compile(r"[\s,;]+")
_IN_LIST = {
    "required": "Choisissez dans la liste.",
    "invalid_choice": "Ce choix n’existe plus\u00a0: choisissez dans la liste.",
}
_SECTOR_HELP = "Pour viser plus juste\u00a0: un ou plusieurs codes, comme 43 ou 56.10A."


class _SectorsMixin:
    """Every trade, or some sections and codes of the NAF."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]
    add_error: Any

    def lay_sectors(self) -> None:
        """Add the choice, the sections and the codes."""
        self.fields["sectors"] = one_of(
            "Secteur d’activité", [(ALL, "Tous les secteurs"), (SOME, "Les secteurs ci-dessous")]
        )
        self.fields["sections"] = several_of(
            "Secteurs", [(one.letter, one.label) for one in SECTIONS], required=False
        )
        self.fields["codes"] = forms.CharField(
            label="Codes NAF", required=False, max_length=200, help_text=_SECTOR_HELP
        )
        for name in ("sectors", "sections"):
            self.fields[name].widget.attrs["class"] = "form-check-input"
        self.fields["codes"].widget.attrs |= {"class": "form-control", "placeholder": " "}
        self.fields["verified"] = one_of(
            "Organisations vérifiées",
            [("yes", "Vérifiées seulement"), ("no", "Pas encore vérifiées"), (ALL, "Toutes")],
        )
        self.fields["verified"].widget.attrs["class"] = "form-check-input"

    def chosen_sectors(self) -> list[str]:
        """Sections, then codes."""
        codes = self.cleaned_data.get("codes") or ""
        typed = [code.upper() for code in _CODES.split(codes) if code]
        return list(dict.fromkeys([*self.cleaned_data.get("sections", []), *typed]))

    def check_sectors(self) -> None:
        """Refuse what says two things, and nothing."""
        chosen, sectors = self.cleaned_data.get("sectors"), self.chosen_sectors()
        if chosen == SOME and not sectors:
            self.add_error("sections", "Cochez un secteur, ou écrivez un code.")
        if chosen == ALL and sectors:
            self.add_error(
                "sectors", "Vous avez aussi choisi un secteur\u00a0: choisissez l’un ou l’autre."
            )

    @property
    def trades(self) -> dict[str, Any]:
        """The two criteria."""
        everything = self.cleaned_data["sectors"] == ALL
        return {
            "sectors": ALL if everything else self.chosen_sectors(),
            "verified": self.cleaned_data["verified"],
        }


class PartnersForm(_SectorsMixin, PlacesMixin, AudienceForm):
    """Employment partners."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lay_places("Où\u00a0?", "Toutes les communes")
        self.lay_sectors()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.check_places()
        self.check_sectors()
        return cleaned

    @property
    def criteria(self) -> dict[str, Any]:
        return {**self.places, **self.trades}

    @classmethod
    def shown(cls, criteria: Mapping[str, Any]) -> dict[str, Any]:
        sectors = criteria.get("sectors")
        shown = {**shown_places(criteria), "verified": criteria.get("verified")}
        if sectors == ALL:
            return {**shown, "sectors": ALL}
        listed = strings_of(sectors)
        letters = {section.letter for section in SECTIONS}
        return {
            **shown,
            "sectors": SOME if listed else None,
            "sections": [code for code in listed if code in letters],
            "codes": ", ".join(code for code in listed if code not in letters),
        }


class OrganisationsForm(PartnersForm):
    """Organisations by kind."""

    kinds = several_of("Quelles organisations\u00a0?", Organisation.Kind.choices)

    @property
    def criteria(self) -> dict[str, Any]:
        return {"kinds": self.cleaned_data["kinds"], **super().criteria}

    @classmethod
    def shown(cls, criteria: Mapping[str, Any]) -> dict[str, Any]:
        return {"kinds": strings_of(criteria.get("kinds")), **super().shown(criteria)}


class CandidatesForm(PlacesMixin, AudienceForm):
    """Candidates who agreed to receive campaigns, by where they look and for which trade."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lay_places("Où cherchent-ils du travail\u00a0?", "Partout")
        self.fields["occupations"] = one_of(
            "Quel métier\u00a0?", [(ALL, "Tous les métiers"), (SOME, "Les métiers ci-dessous")]
        )
        self.lay_rows("occupation", OccupationField, "Métier", "Métier")
        self.fields["domains"] = several_of(
            "Ou tout un domaine", RomeDomain.choices, required=False
        )
        for name in ("occupations", "domains"):
            self.fields[name].widget.attrs["class"] = "form-check-input"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.check_places()
        chosen, listed = self.cleaned_data.get("occupations"), self._listed()
        if chosen == SOME and not listed and not self.has_error_in("occupation"):
            self.add_error("occupation_1", "Écrivez un métier, ou cochez un domaine.")
        if chosen == ALL and listed:
            self.add_error(
                "occupations", "Vous avez aussi choisi un métier\u00a0: choisissez l’un ou l’autre."
            )
        return cleaned

    def _listed(self) -> list[str]:
        codes = [occupation.pk for occupation in self.rows("occupation")]
        return [*codes, *self.cleaned_data.get("domains", [])]

    @property
    def criteria(self) -> dict[str, Any]:
        everything = self.cleaned_data["occupations"] == ALL
        return {**self.places, "occupations": ALL if everything else self._listed()}

    @classmethod
    def shown(cls, criteria: Mapping[str, Any]) -> dict[str, Any]:
        listed, places = criteria.get("occupations"), shown_places(criteria)
        if listed == ALL:
            return {**places, "occupations": ALL}
        codes = strings_of(listed)
        labels = label_of_rows(OccupationField, Occupation.objects.in_bulk(codes), codes)
        rows = {f"occupation_{rank}": label for rank, label in enumerate(labels, start=1)}
        domains = [code for code in codes if code in RomeDomain.values]
        return {**places, "occupations": SOME if codes else None, "domains": domains, **rows}


class _RosterField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        """Its title and its day: several have the same title."""
        return f"{obj.title}, {french.long_day(obj.starts_at)}"


class SessionForm(AudienceForm):
    """The people of one session. One for RSA beneficiaries is not in the list."""

    roster = _RosterField(
        label="Quelle session\u00a0?",
        queryset=Roster.objects.none(),
        empty_label="Choisissez une session",
        error_messages=_IN_LIST,
    )
    states = several_of("Quelles personnes\u00a0?", session.State.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["roster"]
        field.queryset = sessions_of(self.user)

    @property
    def criteria(self) -> dict[str, Any]:
        return {"roster": self.cleaned_data["roster"].pk, "states": self.cleaned_data["states"]}

    @classmethod
    def shown(cls, criteria: Mapping[str, Any]) -> dict[str, Any]:
        return {"roster": criteria.get("roster"), "states": strings_of(criteria.get("states"))}


class ApplicantsForm(AudienceForm):
    """The people who applied to one opportunity."""

    page = forms.ModelChoiceField(
        label="Quelle annonce\u00a0?",
        queryset=Page.objects.none(),
        empty_label="Choisissez une annonce",
        error_messages=_IN_LIST,
    )
    states = several_of("Quelles candidatures\u00a0?", applicants.State.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["page"]
        field.queryset = offers_of(self.user)

    @property
    def criteria(self) -> dict[str, Any]:
        return {"page": self.cleaned_data["page"].pk, "states": self.cleaned_data["states"]}

    @classmethod
    def shown(cls, criteria: Mapping[str, Any]) -> dict[str, Any]:
        return {"page": criteria.get("page"), "states": strings_of(criteria.get("states"))}


class SponsorsForm(PlacesMixin, AudienceForm):
    """Sponsors, by where they stand, their commune and the trades that they know."""

    states = several_of("Dans quelle situation\u00a0?", sponsors.State.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lay_places("Où habitent-ils\u00a0?", "Partout")
        self.fields["trades"] = one_of(
            "Quels métiers connaissent-ils\u00a0?",
            [(ALL, "Tous les métiers"), (SOME, "Les domaines ci-dessous")],
        )
        self.fields["domains"] = several_of("Domaines", RomeDomain.choices, required=False)
        for name in ("trades", "domains"):
            self.fields[name].widget.attrs["class"] = "form-check-input"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.check_places()
        chosen, listed = self.cleaned_data.get("trades"), self.cleaned_data.get("domains")
        if chosen == SOME and not listed and "domains" not in self.errors:
            self.add_error("domains", "Cochez au moins un domaine.")
        if chosen == ALL and listed:
            self.add_error(
                "trades", "Vous avez aussi choisi un domaine\u00a0: choisissez l’un ou l’autre."
            )
        return cleaned

    @property
    def criteria(self) -> dict[str, Any]:
        data = self.cleaned_data
        domains = ALL if data["trades"] == ALL else data["domains"]
        return {"states": data["states"], **self.places, "domains": domains}

    @classmethod
    def shown(cls, criteria: Mapping[str, Any]) -> dict[str, Any]:
        listed = criteria.get("domains")
        shown = {"states": strings_of(criteria.get("states")), **shown_places(criteria)}
        if listed == ALL:
            return {**shown, "trades": ALL}
        domains = strings_of(listed)
        return {**shown, "trades": SOME if domains else None, "domains": domains}


FORMS: dict[Source, type[AudienceForm]] = {
    Source.ORGANISATIONS: OrganisationsForm,
    Source.PARTNERS: PartnersForm,
    Source.CANDIDATES: CandidatesForm,
    Source.SESSION: SessionForm,
    Source.APPLICANTS: ApplicantsForm,
    Source.SPONSORS: SponsorsForm,
}


def sessions_of(user: Any) -> Any:
    """The sessions whose people somebody may write to: the next and the last ones first."""
    recent = timezone.now() - RECENT
    rows = Roster.objects.manageable_by(user).exclude(audience=Audience.RSA)
    return rows.filter(starts_at__gte=recent).order_by("-starts_at", "-pk")


def offers_of(user: Any) -> Any:
    """The opportunities whose applicants somebody may write to, by title."""
    recent = timezone.now() - RECENT
    received = Application.objects.visible_to(user).filter(sent_at__gte=recent)
    return Page.objects.filter(pk__in=received.values("page")).order_by("title", "pk")
