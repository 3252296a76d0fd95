"""Forms of imports: a file, what its columns hold, what is applied at once, who somebody is."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from portal.followup.forms import AreaForm, day_field
from portal.followup.imports.models import ImportFile
from portal.followup.imports.tables.columns import columns_for

_FUTURE = "Ce jour n’est pas encore venu."


class UploadForm(AreaForm):
    """A file, and the day on which the service received it: clocks run from that day."""

    flow = forms.ChoiceField(
        label="Que contient ce fichier\u00a0?",
        choices=ImportFile.Flow.choices,
        initial=ImportFile.Flow.MONTHLY,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites ce que contient ce fichier."},
    )
    # Read by the screen, which bounds it.
    file = forms.FileField(
        label="Fichier",
        required=False,
        allow_empty_file=True,
        help_text="Le fichier mensuel en XML, ou un tableau CSV ou XLSX. Il est effacé dès qu’il "
        "est lu.",
        widget=forms.FileInput(attrs={"accept": ".xml,.csv,.txt,.xlsx"}),
    )
    received_on = day_field(
        "Reçu par le service le",
        "Dites quel jour le service a reçu ce fichier.",
        help_text="Les délais d’orientation courent à partir de ce jour.",
    )

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_FUTURE)
        return day


class ColumnsForm(AreaForm):
    """What each column holds; `columns` of a valid form is what is remembered."""

    def __init__(
        self, *args: Any, flow: str, headings: Sequence[str], samples: Sequence[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        known = [("", "Ne pas lire"), *((one.key, one.label) for one in columns_for(flow))]
        for rank, heading in enumerate(headings):
            field = forms.ChoiceField(
                label=heading or f"Colonne {rank + 1} (sans titre)", choices=known, required=False
            )
            field.widget.attrs["class"] = "form-select"
            if rank < len(samples) and samples[rank]:
                field.help_text = f"Par exemple\u00a0: {samples[rank]}"
            self.fields[f"c{rank}"] = field

    @staticmethod
    def as_initial(columns: Mapping[str, str]) -> dict[str, str]:
        """What the fields show first."""
        return {f"c{rank}": key for rank, key in columns.items()}

    @property
    def columns(self) -> dict[str, str]:
        """What each rank holds, without the columns that are not read."""
        return {name[1:]: key for name, key in self.cleaned_data.items() if key}


class ApplySureForm(AreaForm):
    """What is applied at once."""

    knows_totals = forms.BooleanField(
        label="Je sais que les totaux diffèrent, et que ce fichier est entier", required=False
    )

    def __init__(
        self, *args: Any, kinds: Sequence[tuple[str, str, int]], asks_totals: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"] = forms.MultipleChoiceField(
            label="Appliquer",
            choices=[(kind, f"{label} ({count})") for kind, label, count in kinds],
            initial=[kind for kind, _, _ in kinds],
            widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
            error_messages={"required": "Cochez au moins une sorte d’action."},
        )
        self.order_fields(["kinds", "knows_totals"])
        if not asks_totals:
            del self.fields["knows_totals"]
