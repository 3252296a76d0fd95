"""Hours and times, as people type them."""

from decimal import Decimal

from django import forms

from portal.followup.hours.values import MOST_IN_A_DAY, MOST_IN_A_WEEK

_NUMBER = "Écrivez un nombre d’heures, comme 3,5."
_TIME = "Écrivez une heure, comme 14:30."
# A quarter of an hour: what is shorter is not noted.
_LEAST = Decimal("0.25")


def hours_field(
    label: str = "Heures", *, required: bool, most: int = MOST_IN_A_DAY, help_text: str = ""
) -> forms.DecimalField:
    """A number of hours, with a comma as people write it."""
    too_many = f"Écrivez {most}\u00a0heures au plus."
    if most == MOST_IN_A_DAY:
        too_many = f"Une journée a {most}\u00a0heures\u00a0: écrivez-en {most} au plus."
    return forms.DecimalField(
        label=label,
        required=required,
        min_value=_LEAST,
        max_value=Decimal(most),
        max_digits=4,
        decimal_places=2,
        localize=True,
        help_text=help_text,
        widget=forms.TextInput({"inputmode": "decimal"}),
        error_messages={
            "invalid": _NUMBER,
            "required": _NUMBER,
            "min_value": "Écrivez un quart d’heure au moins\u00a0: 0,25.",
            "max_value": too_many,
            "max_decimal_places": "Écrivez deux décimales au plus\u00a0: 3,25.",
            "max_digits": too_many,
            "max_whole_digits": too_many,
        },
    )


def week_hours_field(label: str = "Heures", *, required: bool) -> forms.DecimalField:
    """Hours of a whole week."""
    return hours_field(label, required=required, most=MOST_IN_A_WEEK)


def time_field(label: str, help_text: str = "") -> forms.TimeField:
    """A time of the day, that may be left empty."""
    return forms.TimeField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H:%M:%S", "%Hh%M", "%Hh"],
        error_messages={"invalid": _TIME},
    )


def key_field() -> forms.RegexField:
    """What tells two sendings of one form from two activities."""
    return forms.RegexField(
        r"^[0-9a-f]{32}$",
        widget=forms.HiddenInput(),
        error_messages={
            "required": "Rechargez la page, puis recommencez.",
            "invalid": "Rechargez la page, puis recommencez.",
        },
    )
