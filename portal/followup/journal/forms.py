"""Forms of the journal."""

from typing import Any

from django import forms
from django.utils import timezone

from portal.followup.case import widgets
from portal.followup.configuration import terms
from portal.followup.configuration.models import Term
from portal.followup.forms import DayField
from portal.followup.journal.models import MAX_NOTE, JournalEntry
from portal.followup.journal.queries import kinds_of_notes, profession_word

Visibility = JournalEntry.Visibility
WRITE_IT = "Écrivez la note."


def visibilities(profession: str) -> list[tuple[str, str]]:
    """Who reads a note, in words: the second choice names the profession."""
    word = profession_word(profession)
    return [
        (Visibility.TEAM, "Toutes les personnes qui suivent le dossier"),
        (
            Visibility.PROFESSION,
            f"Confidentielle\u00a0: les professionnels «\u00a0{word}\u00a0» du groupe de suivi",
        ),
    ]


class NoteForm(forms.Form):
    """A note. Without `profession`, it cannot be confidential."""

    text = forms.CharField(
        label="Note",
        max_length=MAX_NOTE,
        widget=widgets.lines(10),
        error_messages={
            "required": WRITE_IT,
            "max_length": "Écrivez moins de 20 000 signes, ou faites deux notes.",
        },
    )
    visibility = forms.ChoiceField(
        label="Qui lit cette note",
        choices=Visibility.choices,
        initial=Visibility.TEAM,
        widget=widgets.radios(),
        error_messages={
            "required": "Choisissez qui lit cette note.",
            "invalid_choice": "Choisissez dans la liste.",
        },
    )
    on = DayField(
        label="Date",
        widget=widgets.day(),
        error_messages={
            "required": "Donnez la date de ce que vous notez.",
            "invalid": "Cette date n’existe pas.",
        },
    )
    kind: Any = forms.ModelChoiceField(
        label="Type de note",
        queryset=Term.objects.none(),
        required=False,
        empty_label="Non précisé",
        widget=widgets.select(),
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, profession: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = terms.of(Term.List.JOURNAL_KIND)
        self.fields["kind"].queryset = kinds  # type: ignore[attr-defined]
        self.fields["on"].initial = timezone.localdate
        offer_secrecy(self, profession)


def offer_secrecy(form: forms.Form, profession: str) -> None:
    """Let a form write confidential notes of a profession; none, when it is empty."""
    field = form.fields["visibility"]
    if profession:
        field.choices = visibilities(profession)  # type: ignore[attr-defined]
        return
    field.choices = visibilities("")[:1]  # type: ignore[attr-defined]
    field.widget = forms.HiddenInput()


class SearchForm(forms.Form):
    """Find notes of a case."""

    q = forms.CharField(
        label="Chercher dans les notes",
        required=False,
        max_length=200,
        widget=widgets.text(type="search"),
    )
    type: Any = forms.ModelChoiceField(
        label="Type de note",
        queryset=Term.objects.none(),
        required=False,
        empty_label="Tous",
        widget=widgets.select(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].queryset = kinds_of_notes()  # type: ignore[attr-defined]
