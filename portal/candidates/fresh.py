"""What is new for the alerts of a person, since they last looked."""

from collections.abc import Sequence

from portal.candidates.models import SavedSearch
from portal.candidates.searches import readable
from search import queries


def new_counts(alerts: Sequence[SavedSearch]) -> dict[int, int]:
    """How many offers each alert would show that its owner has not looked at: one query."""
    searches = [(alert, readable(alert.query)) for alert in alerts]
    known = [(alert, search) for alert, search in searches if search]
    counts = queries.count_fresh(
        [
            queries.Search(search.criteria, max(alert.since, alert.seen_at or alert.since))
            for alert, search in known
        ]
    )
    return {alert.pk: count for (alert, _), count in zip(known, counts, strict=True)}
