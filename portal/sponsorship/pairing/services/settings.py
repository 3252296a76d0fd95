"""The coordinator sets what criteria are worth, and how long people have."""

from collections.abc import Mapping

from django.db import transaction

from portal.accounts.actors import Actor
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.pairing.models import MAX_DELAY, Delay, PairingSetting
from portal.sponsorship.pairing.table import all_now
from portal.sponsorship.pairing.values import AGAINST, MAX_POINTS
from portal.sponsorship.rules import require_coordinator

OUT_OF_RANGE = "Écrivez un nombre de {lowest} à {highest}."


def range_of(name: str) -> tuple[int, int]:
    """The least and the most that a setting may be."""
    if name in Delay.values:
        return (1, MAX_DELAY)
    return (-MAX_POINTS, 0) if name in AGAINST else (0, MAX_POINTS)


@transaction.atomic
def change_settings(*, values: Mapping[str, int], actor: Actor) -> list[str]:
    """Write those that differ, and return their names. Raises SponsorshipError out of range."""
    user = require_coordinator(actor)
    present = all_now()
    changed = [name for name, value in values.items() if present[name] != value]
    for name in changed:
        lowest, highest = range_of(name)
        if not lowest <= values[name] <= highest:
            message = OUT_OF_RANGE.format(lowest=lowest, highest=highest)
            raise SponsorshipError(message, field=name)
        PairingSetting.objects.update_or_create(
            name=name, defaults={"value": values[name], "changed_by": user}
        )
    return changed
