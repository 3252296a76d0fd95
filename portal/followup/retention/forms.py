"""Forms of retention."""

from typing import Any

from django import forms

from portal.followup.forms import AreaForm, VersionForm, day_field, long_text
from portal.followup.retention.models import RetentionHold


class FindForm(AreaForm):
    """A case by its number: to stop its retention, or look at it."""

    number = forms.IntegerField(
        label="Numéro de dossier",
        min_value=1,
        max_value=999_999_999,
        error_messages={
            "required": "Écrivez le numéro du dossier.",
            "invalid": "Un numéro de dossier n’a que des chiffres.",
            "min_value": "Un numéro de dossier n’a que des chiffres.",
            "max_value": "Vérifiez le numéro.",
        },
    )


class HoldForm(AreaForm):
    """Why a case stays, until when."""

    kind = forms.ChoiceField(
        label="Motif",
        choices=RetentionHold.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un motif."},
    )
    reason = forms.CharField(
        label="Précision",
        max_length=500,
        help_text="La juridiction et le numéro, ou le nom de l’opération.",
        error_messages={"required": "Dites pourquoi."},
    )
    on = day_field(
        "Fin du contentieux, ou dernier paiement de l’opération",
        "",
        required=False,
        help_text="Vide\u00a0: sans date de fin, jusqu’à ce que vous le leviez.",
    )


class ReasonForm(AreaForm):
    """Why."""

    reason = long_text("Motif", "Dites pourquoi.", rows=2, max_length=500)


class SearchForm(AreaForm):
    """Somebody of the archive: the exact name, or the number."""

    text = forms.CharField(
        label="Nom exact, ou numéro de dossier",
        max_length=80,
        error_messages={"required": "Écrivez un nom ou un numéro."},
    )


class SendForm(VersionForm):
    """When it was sent."""

    on = day_field("Envoyé le", "Donnez la date de l’envoi.")


class VisaForm(VersionForm):
    """The visa: its day, its number, its scan."""

    on = day_field("Date du visa", "Donnez la date du visa.")
    number = forms.CharField(
        label="Numéro du visa",
        max_length=60,
        error_messages={"required": "Notez le numéro du visa."},
    )
    scan = forms.FileField(
        label="Visa scanné",
        help_text="PDF, 5\u00a0Mo au plus. Il reste dans l’espace privé.",
        widget=forms.ClearableFileInput(attrs={"class": "form-control", "accept": ".pdf"}),
        error_messages={
            "required": "Choisissez le visa scanné.",
            "empty": "Ce fichier est vide. Choisissez-le de nouveau.",
            "invalid": "Choisissez un fichier.",
        },
    )


class RefusalForm(VersionForm):
    """What the archives answer when it is no visa."""

    on = day_field("Date de la réponse", "Donnez la date de la réponse.")
    is_final = forms.TypedChoiceField(
        label="Réponse des archives",
        choices=[("", "Rendu, à corriger"), ("1", "Refusé")],
        required=False,
        coerce=bool,
        widget=forms.RadioSelect,
    )
    reason = long_text("Motif des archives", "Notez le motif des archives.", max_length=500)

    def clean_is_final(self) -> bool:
        """Whether nothing more is asked with this slip."""
        value: Any = self.cleaned_data["is_final"]
        return bool(value)
