"""Forms of exchanges."""

from typing import Any

from django import forms

from portal.followup.exchange.quarters import Quarter
from portal.followup.forms import AreaForm, day_field


class PeriodForm(AreaForm):
    """Which appointments."""

    starts_on = day_field("Du", "Donnez le premier jour.")
    ends_on = day_field("Au", "Donnez le dernier jour.", help_text="Trois mois au plus.")


class QuarterForm(AreaForm):
    """Which figures: a quarter that is over."""

    quarter = forms.ChoiceField(
        label="Trimestre",
        error_messages={
            "required": "Choisissez un trimestre.",
            "invalid_choice": "Choisissez dans la liste.",
        },
    )

    def __init__(self, *args: Any, quarters: list[Quarter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._quarters = {quarter.key: quarter for quarter in quarters}
        field: Any = self.fields["quarter"]
        field.choices = [(key, str(quarter)) for key, quarter in self._quarters.items()]

    @property
    def chosen(self) -> Quarter:
        """The quarter that was chosen."""
        return self._quarters[self.cleaned_data["quarter"]]
