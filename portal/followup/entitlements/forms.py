"""Forms of rights."""

from django import forms

from portal.followup.entitlements.models import Status
from portal.followup.forms import AreaForm, day_field


class RightForm(AreaForm):
    """What is true of a right at one day."""

    on = day_field("Constaté au", "Donnez le jour où c’est vrai.")
    status = forms.ChoiceField(label="État du droit", choices=Status.choices)
    since = day_field("Dans cet état depuis le", "", required=False)
    has_duties = forms.BooleanField(
        label="Soumis·e aux droits et devoirs",
        required=False,
        help_text="Sans cette case, aucun délai d’orientation ne court.",
    )
    opened_on = day_field("Droit ouvert le", "", required=False)
    received_on = day_field(
        "Reçu par le service le",
        "Donnez le jour où le service l’a appris.",
        help_text="Le délai d’orientation part du jour où l’ouverture est reçue.",
    )
    explanation = forms.CharField(
        label="Explication",
        max_length=500,
        help_text="D’où vient l’information\u00a0: courrier de la CAF, appel à la MSA…",
        error_messages={"required": "Dites d’où vient cette information."},
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
