"""Forms of documents."""

from typing import Any

from django import forms

from portal.followup.case import widgets
from portal.followup.configuration import terms
from portal.followup.configuration.models import Term


class AddForm(forms.Form):
    """What the document is. Its file is read by the screen (`snippets.uploads`)."""

    file = forms.FileField(
        label="Fichier",
        help_text="PDF, JPEG ou PNG, 5\u00a0Mo au plus.",
        widget=forms.ClearableFileInput(
            attrs={"class": "form-control", "accept": ".pdf,.jpg,.jpeg,.png"}
        ),
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Ce fichier est vide. Choisissez-le de nouveau.",
            "invalid": "Choisissez un fichier.",
        },
    )
    title = forms.CharField(
        label="Titre",
        max_length=200,
        help_text="Exemple\u00a0: attestation d’hébergement de mars 2027.",
        widget=widgets.text(),
        error_messages={
            "required": "Donnez un titre au document.",
            "max_length": "Écrivez moins de 200 signes.",
        },
    )
    kind: Any = forms.ModelChoiceField(
        label="Type de document",
        queryset=Term.objects.none(),
        required=False,
        empty_label="Non précisé",
        widget=widgets.select(),
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = terms.of(Term.List.DOCUMENT_KIND)
        self.fields["kind"].queryset = kinds  # type: ignore[attr-defined]


class RemoveForm(forms.Form):
    """Why a document is withdrawn."""

    reason = forms.CharField(
        label="Motif du retrait",
        max_length=300,
        help_text="Le fichier est gardé, plus personne ne l’ouvre. Le titre et le motif restent.",
        widget=widgets.lines(2),
        error_messages={
            "required": "Dites pourquoi ce document est retiré.",
            "max_length": "Écrivez moins de 300 signes.",
        },
    )
