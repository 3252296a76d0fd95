"""Forms of the person's side, on both sides."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from portal.followup.forms import AreaForm, VersionForm, day_field, long_text
from portal.followup.own_side.dossier import Section
from portal.followup.own_side.models import FileRequest, WithheldItem

_NOTHING = ("", "Communiqué")
# More than the law asks a person to justify.
_MOST_WORDS = 1000


class ObserveForm(AreaForm):
    """What the person says, in their words; with whose help."""

    text = long_text(
        "Ce que vous voulez dire",
        "Écrivez ce que vous voulez dire.",
        rows=8,
        max_length=8000,
    )
    helped_by = forms.CharField(
        label="Qui vous a aidé·e à écrire (facultatif)", max_length=200, required=False
    )


class AskFileForm(AreaForm):
    """Nothing has to be said: one asks."""

    about = long_text(
        "Ce que vous cherchez (facultatif)",
        rows=3,
        max_length=_MOST_WORDS,
        help_text="Vous n’avez pas à dire pourquoi.",
    )


class ShareNoteForm(AreaForm):
    """The words of a note that the person will read."""

    text = long_text(
        "Ce que la personne lira",
        "Écrivez ce que la personne lira.",
        rows=6,
        max_length=2000,
        help_text="Gardez ce qui la concerne\u00a0: enlevez ce qui parle de quelqu’un d’autre.",
    )


class BringForm(AreaForm):
    """A document or a thing to bring."""

    text = forms.CharField(
        label="Ce que la personne doit apporter",
        max_length=250,
        help_text="Une chose à la fois, en mots simples\u00a0: une carte d’identité, un loyer.",
        error_messages={"required": "Écrivez ce que la personne doit apporter."},
    )


class RecordForm(AreaForm):
    """A request that came by letter or at the desk."""

    way = forms.ChoiceField(
        label="Comment la demande est arrivée",
        choices=[(way.value, way.label) for way in FileRequest.Way if way != FileRequest.Way.SPACE],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse."},
    )
    received_on = day_field(
        "Reçue le",
        "Dites quand la demande est arrivée.",
        help_text="Le délai pour répondre commence ce jour-là.",
    )
    identity_proof = forms.CharField(
        label="Comment l’identité a été vérifiée",
        max_length=200,
        help_text="Par exemple\u00a0: connue de l’équipe, carte d’identité vue au guichet.",
        error_messages={"required": "Dites comment l’identité a été vérifiée."},
    )
    about = long_text("Ce que demande la personne (facultatif)", rows=3, max_length=_MOST_WORDS)


class ReasonForm(VersionForm):
    """Why: read by the person."""

    reason = long_text("Motif", "Dites pourquoi\u00a0: la personne le lira.", max_length=500)


class DeliverForm(VersionForm):
    """How the file leaves."""

    delivery = forms.ChoiceField(
        label="Remise",
        choices=FileRequest.Delivery.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse."},
    )
    on = day_field("Le (en main propre ou par courrier)", "", required=False)
    proof = forms.CharField(
        label="Preuve (en main propre ou par courrier)",
        max_length=200,
        required=False,
        help_text="Le numéro du recommandé, ou qui a signé.",
    )

    def __init__(self, *args: Any, is_linked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_linked:
            field: Any = self.fields["delivery"]
            space = FileRequest.Delivery.SPACE
            field.choices = [one for one in field.choices if one[0] != space]
        self.initial.setdefault("on", timezone.localdate())


def tokens_of(sections: Sequence[Section]) -> str:
    """What a screen has in it, for the form to send back."""
    return " ".join(item.token for section in sections for item in section.items)


class WithholdForm(VersionForm):
    """A choice for each item of the file: given, or left out with a reason.

    `shown` is what the screen had in it, as tokens: what was added or rewritten since is marked.
    """

    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, sections: Sequence[Section], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = sections
        self.initial["shown"] = tokens_of(sections)
        # Before the view puts what is there now in the field.
        self._was_shown = {*self.data.get("shown", "").split()} if self.is_bound else None
        choices = [_NOTHING, *WithheldItem.Reason.choices]
        for section in sections:
            for item in section.items:
                field = forms.ChoiceField(
                    label=f"{item.title}\u00a0: communiqué, ou motif",
                    choices=choices,
                    required=False,
                )
                self.fields[item.name] = field
                self.dress(field)

    def rows(self) -> list[tuple[Section, list[tuple[Any, Any, bool]], bool]]:
        """Each section, its items with their field and whether it is new, whether one is."""
        known = self._was_shown
        found = []
        for section in self.sections:
            items = [
                (item, self[item.name], known is not None and item.token not in known)
                for item in section.items
            ]
            found.append((section, items, any(is_new for _, _, is_new in items)))
        return found

    def reasons(self) -> dict[str, str]:
        """What is left out, by the name of its item."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"version", "shown"} and value
        }
