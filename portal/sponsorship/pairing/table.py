"""The settings as they are now: what was changed, over the defaults."""

from portal.sponsorship.pairing.models import DEFAULT_DELAYS, Delay, PairingSetting
from portal.sponsorship.pairing.values import DEFAULT_POINTS, Criterion


def points_now() -> dict[Criterion, int]:
    """What each criterion is worth."""
    changed = _changed()
    return {criterion: changed.get(criterion, value) for criterion, value in DEFAULT_POINTS.items()}


def delay(name: Delay) -> int:
    """One delay in days, or a number of proposals."""
    return _changed().get(name, DEFAULT_DELAYS[name])


def all_now() -> dict[str, int]:
    """Every setting by its name."""
    defaults = {
        str(name): value for name, value in (*DEFAULT_POINTS.items(), *DEFAULT_DELAYS.items())
    }
    return defaults | _changed()


def _changed() -> dict[str, int]:
    return dict(PairingSetting.objects.values_list("name", "value"))
