"""What the forms of audiences share: places, rows that one fills in by name, the version."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from portal.mailing.audiences.criteria import ALL
from portal.mailing.models import Campaign
from portal.organisations.forms import StyledFormMixin
from search.parameters.named_fields import CommuneField, NamedRowField
from snippets.models import Commune

SOME = "some"
# Rows to fill in: at least these, two empty ones after the last that is filled, and at most 40.
LEAST_ROWS, SPARE_ROWS, MOST_ROWS = 3, 2, 40
_CHOOSE = {
    "required": "Choisissez une réponse.",
    "invalid_choice": "Choisissez une réponse de la liste.",
}


def one_of(label: str, choices: Any, **options: Any) -> forms.ChoiceField:
    """One choice, to make: nothing is chosen beforehand, so that nobody chooses without knowing."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
        **options,
    )


def several_of(label: str, choices: Any, **options: Any) -> forms.MultipleChoiceField:
    """One choice or more."""
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={**_CHOOSE, "required": "Cochez au moins une case."},
        **options,
    )


class VersionForm(StyledFormMixin, forms.Form):
    """A form about a campaign as it was read."""

    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].error_messages |= dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            "Cette page est ancienne\u00a0: rouvrez la campagne.",
        )


class AudienceForm(VersionForm):
    """The criteria of one public. `criteria` is what the campaign keeps, `shown` the way back."""

    conditions: ClassVar[Mapping[str, str]] = {
        "commune_1": "si vous choisissez des communes",
        "occupation_1": "ou un domaine",
        "sections": "ou un code",
        "codes": "ou un secteur",
        "domains": "si vous en choisissez",
    }

    def __init__(self, *args: Any, campaign: Campaign, user: Any, **kwargs: Any) -> None:
        self.campaign, self.user = campaign, user
        super().__init__(*args, **kwargs)

    @property
    def criteria(self) -> dict[str, Any]:
        """The criteria of a form that is valid."""
        raise NotImplementedError

    @classmethod
    def shown(cls, criteria: Mapping[str, Any]) -> dict[str, Any]:
        """What the fields show of criteria, whatever is in them."""
        raise NotImplementedError


class RowsMixin:
    """Fields by name that come in rows: as many as one needs, without a script."""

    fields: dict[str, forms.Field]
    data: Any
    initial: Any
    is_bound: bool
    cleaned_data: dict[str, Any]

    def lay_rows(self, name: str, field: type[NamedRowField], label: str, other: str) -> None:
        """Add the rows of a list, `name_1`, `name_2` and so on."""
        told = self.data if self.is_bound else self.initial
        # A form that was made longer by hand stays what it is: the last rows are not read.
        filled = [
            int(found[1])
            for key in told
            if (found := re.fullmatch(rf"{name}_([0-9]{{1,2}})", key)) and told[key]
        ]
        count = min(max(LEAST_ROWS, max(filled, default=0) + SPARE_ROWS), MOST_ROWS)
        for rank in range(1, count + 1):
            made = field(label=label if rank == 1 else f"{other}, {rank}", required=False)
            # The style sheet asks whether it is empty.
            made.widget.attrs |= {"class": "form-control", "placeholder": " "}
            self.fields[f"{name}_{rank}"] = made

    def rows(self, name: str) -> list[Any]:
        """What the rows name, each once, in their order."""
        found = {
            row.pk: row
            for key, row in self.cleaned_data.items()
            if re.fullmatch(rf"{name}_[0-9]+", key) and row is not None
        }
        return list(found.values())

    def has_error_in(self, name: str) -> bool:
        """Whether a row of the list names nothing."""
        return any(re.fullmatch(rf"{name}_[0-9]+", key) for key in getattr(self, "errors", {}))


class PlacesMixin(RowsMixin):
    """Everywhere, or around some communes."""

    add_error: Any

    def lay_places(self, label: str, everywhere: str) -> None:
        """Add the choice, the communes and the distance."""
        self.fields["communes"] = one_of(
            label, [(ALL, everywhere), (SOME, "Les communes que j’écris ci-dessous")]
        )
        self.fields["communes"].widget.attrs["class"] = "form-check-input"
        self.lay_rows("commune", CommuneField, "Commune", "Commune")
        self.fields["radius_km"] = forms.TypedChoiceField(
            label="Jusqu’à quelle distance\u00a0?",
            choices=[
                (0, "Ces communes seulement"),
                *((km, f"{km}\u00a0km autour, à vol d’oiseau") for km in (5, 10, 20, 30, 50)),
            ],
            coerce=int,
            required=False,
            empty_value=None,
            error_messages=_CHOOSE,
        )
        self.fields["radius_km"].widget.attrs["class"] = "form-select"

    def check_places(self) -> None:
        """Refuse what says two things: everywhere, and some communes."""
        chosen, communes = self.cleaned_data.get("communes"), self.rows("commune")
        if chosen == SOME and not communes and not self.has_error_in("commune"):
            self.add_error("commune_1", "Écrivez au moins une commune.")
        if chosen == ALL and communes:
            self.add_error(
                "communes", "Vous avez aussi écrit une commune\u00a0: choisissez l’un ou l’autre."
            )

    @property
    def places(self) -> dict[str, Any]:
        """The two criteria."""
        if self.cleaned_data["communes"] == ALL:
            return {"communes": ALL, "radius_km": 0}
        return {
            "communes": [commune.pk for commune in self.rows("commune")],
            "radius_km": self.cleaned_data["radius_km"] or 0,
        }


def shown_places(criteria: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields show of the two criteria."""
    communes = criteria.get("communes")
    if communes == ALL:
        return {"communes": ALL}
    codes = strings_of(communes)
    if not codes:
        return {}
    labels = label_of_rows(CommuneField, Commune.objects.in_bulk(codes), codes)
    rows = {f"commune_{rank}": label for rank, label in enumerate(labels, start=1)}
    return {"communes": SOME, "radius_km": criteria.get("radius_km"), **rows}


def label_of_rows(field: type[NamedRowField], rows: Mapping[str, Any], codes: list[str]) -> list:
    """What people type for each of these rows; one that is gone is left out."""
    label_of = field().label_of
    return [label_of(rows[code]) for code in codes if code in rows]


def strings_of(value: Any) -> list[str]:
    """The strings of a list of JSON; nothing of what is none."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
