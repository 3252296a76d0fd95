"""What somebody who registers tells, and receives. Alone: allauth's own forms import it."""

from django import forms
from django.http import HttpRequest

from portal.accounts.actors import Actor
from portal.accounts.consents import CAMPAIGNS, TERMS, give_consent
from portal.accounts.level_names import LevelName
from portal.accounts.models import User
from portal.accounts.services.grants import grant_level
from snippets.networks import client_address
from snippets.validators import validate_person_name

REASON = "Inscription sur le site."


class NameForm(forms.Form):
    """The base of allauth's registration forms, by password and by a provider."""

    first_name = forms.CharField(
        label="Prénom",
        max_length=150,
        validators=[validate_person_name],
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label="Nom",
        max_length=150,
        validators=[validate_person_name],
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )

    # Nothing is ticked beforehand, and nothing depends on it.
    wants_campaigns = forms.BooleanField(label=CAMPAIGNS.text, required=False)

    def signup(self, request: HttpRequest, user: User) -> None:
        """Give the level of those who register, which nobody grants; keep what they said yes to."""
        welcome(user, client_address(request))
        if self.cleaned_data.get("wants_campaigns"):
            give_consent(user=user, text=CAMPAIGNS)


def welcome(user: User, address: str) -> None:
    """Make a person a candidate, who has accepted the rules that the page shows."""
    grant_level(user=user, level=LevelName.CANDIDATE, reason=REASON, actor=Actor(None, address))
    give_consent(user=user, text=TERMS)
