"""What is asked of who manages the list of a session."""

from collections.abc import Mapping
from typing import Any

from django import forms

from portal.participation.models import MAX_NAME, Agreement
from portal.participation.reply_to import Replies, labels_of
from portal.recruitment.models import MAX_NEEDS, Roster, Slot
from portal.recruitment.services.places import Occupancy
from snippets import french
from snippets.fields import AddressFormField
from snippets.models import Organisation
from snippets.validators import validate_phone

_TEXT = {"class": "form-control", "autocomplete": "off"}
_RADIO = {"class": "form-check-input"}
_LIST = {"required": "Choisissez dans la liste.", "invalid_choice": "Choisissez dans la liste."}
NO_HOUR = "Il n’y a plus de place à aucune heure."


def slot_choices(taken: Occupancy) -> list[tuple[str, str]]:
    """The hours with a place."""
    return [
        (str(slot.pk), f"{french.hour(slot.starts_at)} ({french.counted(count, 'place')})")
        for slot in taken.slots
        if (count := taken.left_in(slot))
    ]


class SlotMixin:
    """A choice of an hour, which becomes a `Slot` of the list or nothing."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]
    taken: Occupancy

    def offer_slots(self, taken: Occupancy) -> None:
        """Propose the hours that are left, or take the field away."""
        self.taken = taken
        if not taken.roster.has_slots:
            del self.fields["slot"]
            return
        field: Any = self.fields["slot"]
        field.choices = slot_choices(taken)
        field.required = True
        if not field.choices:
            field.help_text = NO_HOUR

    @property
    def chosen_slot(self) -> Slot | None:
        """The hour that was chosen."""
        chosen = self.cleaned_data.get("slot")
        return next((slot for slot in self.taken.slots if str(slot.pk) == chosen), None)


def _slot_field(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        widget=forms.RadioSelect(attrs=_RADIO),
        error_messages=_LIST,
    )


class AddForm(SlotMixin, forms.Form):
    """Somebody on the phone, or at the counter: who they are, and that they agree."""

    first_name = forms.CharField(
        label="Prénom",
        max_length=MAX_NAME,
        widget=forms.TextInput(attrs=_TEXT),
        error_messages={"required": "Écrivez le prénom."},
    )
    last_name = forms.CharField(
        label="Nom",
        max_length=MAX_NAME,
        widget=forms.TextInput(attrs=_TEXT),
        error_messages={"required": "Écrivez le nom."},
    )
    phone = forms.CharField(
        label="Téléphone (facultatif)",
        required=False,
        max_length=25,
        validators=[validate_phone],
        widget=forms.TextInput(attrs=_TEXT | {"type": "tel"}),
    )
    email = AddressFormField(
        label="Adresse e-mail (facultatif)",
        required=False,
        widget=forms.EmailInput(attrs=_TEXT),
        help_text="Celle de la personne\u00a0: elle reçoit une confirmation, "
        "et le lien pour annuler.",
        error_messages={"invalid": "Cette adresse n’est pas complète. Exemple\u00a0: nom@site.fr"},
    )
    confirmed_warning = forms.BooleanField(
        label="Les deux personnes partagent cette adresse",
        required=False,
        widget=forms.CheckboxInput(attrs=_RADIO),
    )
    slot = _slot_field("Heure de passage")
    accessibility_needs = forms.CharField(
        label="Besoins d’accessibilité (facultatif)",
        required=False,
        max_length=MAX_NEEDS,
        widget=forms.Textarea(attrs=_TEXT | {"rows": 2}),
        help_text="Lus par le service emploi seulement, effacés le lendemain de la session.",
    )
    how = forms.ChoiceField(
        label="Comment la personne a-t-elle dit oui\u00a0?",
        choices=[
            (str(how.value), str(how.label)) for how in Agreement.How if how != Agreement.How.SCREEN
        ],
        initial=Agreement.How.PHONE,
        widget=forms.RadioSelect(attrs=_RADIO),
        error_messages=_LIST,
    )
    agreed = forms.BooleanField(
        label="J’ai lu ce texte à la personne, et elle est d’accord",
        widget=forms.CheckboxInput(attrs=_RADIO),
        error_messages={"required": "Sans l’accord de la personne, on ne peut pas l’inscrire."},
    )
    shares_identity = forms.BooleanField(
        label="La personne accepte aussi de se montrer aux organisations qui recrutent",
        required=False,
        widget=forms.CheckboxInput(attrs=_RADIO),
    )

    def __init__(self, *args: Any, taken: Occupancy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_slots(taken)
        if taken.waiting or not taken.can_seat:
            # Those who wait come first: an hour would be promised to nobody.
            self.fields.pop("slot", None)
        if taken.roster.is_for_rsa:
            del self.fields["shares_identity"]
        if not self.data.get("confirmed_warning"):
            self.fields["confirmed_warning"].widget = forms.HiddenInput()

    def ask_sharing(self) -> None:
        """Show the tick that says that two people share an address."""
        self.fields["confirmed_warning"].widget = forms.CheckboxInput(attrs=_RADIO)


class SlotForm(SlotMixin, forms.Form):
    """The hour that somebody gets, where each person has theirs."""

    slot = _slot_field("Heure de passage")

    def __init__(self, *args: Any, taken: Occupancy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_slots(taken)


class CancelForm(forms.Form):
    """Why, for the history: the person reads that it is cancelled."""

    reason = forms.CharField(
        label="Raison",
        max_length=200,
        widget=forms.TextInput(attrs=_TEXT),
        help_text="Gardée dans l’historique. Exemple\u00a0: la personne a appelé, elle travaille.",
        error_messages={
            "required": "Dites pourquoi.",
            "max_length": "C’est trop long\u00a0: 200 signes au plus.",
        },
    )


class MessageForm(forms.Form):
    """The message as it will leave; `{prenom}` is each person's first name."""

    subject = forms.CharField(
        label="Objet",
        max_length=100,
        widget=forms.TextInput(attrs=_TEXT),
        error_messages={
            "required": "Écrivez l’objet du message.",
            "max_length": "C’est trop long\u00a0: 100 signes au plus.",
        },
    )
    text = forms.CharField(
        label="Message",
        max_length=3000,
        widget=forms.Textarea(attrs=_TEXT | {"rows": 10}),
        help_text="{prenom} devient le prénom de chaque personne. La date, le lieu et le lien "
        "vers l’inscription sont ajoutés à la fin.",
        error_messages={
            "required": "Écrivez le message.",
            "max_length": "C’est trop long\u00a0: 3\u202f000 signes au plus.",
        },
    )
    reply_to = forms.ChoiceField(
        label="Où arrivent les réponses\u00a0?",
        widget=forms.RadioSelect(attrs=_RADIO),
        help_text="Le message dit qui les lit.",
        error_messages=_LIST,
    )

    def __init__(self, *args: Any, replies: Mapping[str, Replies], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["reply_to"]
        field.choices = labels_of(replies)
        field.initial = next(iter(replies))


class LinkForm(forms.Form):
    """For whom a link is."""

    organisation = forms.ModelChoiceField(
        label="Pour quelle organisation\u00a0?",
        queryset=Organisation.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect(attrs=_RADIO),
        error_messages=_LIST,
    )

    def __init__(self, *args: Any, roster: Roster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.queryset = roster.organisations.filter(suspended_at__isnull=True).order_by("name")
