"""The form of the journal."""

from typing import Any

from portal.mail.preferences.forms import AddressForm


class JournalForm(AddressForm):
    """Whose messages: an exact address, since part of one would show many people's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["address"]
        field.label = "Adresse e-mail de la personne"
        field.widget.attrs["autocomplete"] = "off"
        field.error_messages["required"] = "Écrivez l’adresse entière."
