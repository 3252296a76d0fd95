"""The row of a volunteering opportunity."""

from pages.models import Rhythm, VolunteeringPage
from search.index.adapters.shared import Adapter, midnight
from search.models import Opportunity

# So that “bénévole” finds them all, whatever their texts say.
_WORDS = "bénévolat bénévole association"


def _fill(page: VolunteeringPage, row: Opportunity) -> tuple[str, str]:
    """The columns of a volunteering opportunity.

    Hours in all are no hours a week: only those of a regular help are compared with a job's.
    """
    if page.rhythm == Rhythm.REGULAR and page.hours is not None:
        row.weekly_hours = page.hours
    row.positions = page.places
    row.starts_at = midnight(page.starts_on)
    row.ends_at = midnight(page.ends_on)
    row.details = {
        "cause": page.cause,
        "rhythm": page.rhythm,
        "hours": None if page.hours is None else float(page.hours),
        "days": list(page.days),
        "remote": page.remote,
        "minors_accepted": page.minors_accepted,
        "step_free": page.step_free,
    }
    return page.get_cause_display(), _WORDS


VOLUNTEERING = Adapter(VolunteeringPage, _fill)
