"""What became of people, call-backs, and guests' own data."""

from portal.accounts.capabilities import CANDIDATE_LIST
from portal.accounts.level_names import LevelName as L
from tests.authorisation.rows.row import MEMBERS, OFFICERS, Row

# Advisers follow people, not sessions: they find none here.
_LISTS = frozenset({L.ADVISER})


def held(path: str) -> Row:
    """A screen about a session that was held, of those who manage its list."""
    return Row(
        f"/rencontres/{{held.pk}}/{path}",
        MEMBERS | OFFICERS,
        other=f"/rencontres/{{other_held.pk}}/{path}",
        elsewhere=_LISTS,
        bounded=MEMBERS,
        asks=(CANDIDATE_LIST,),
    )


OUTCOMES = {
    "recruitment:outcomes": held("suites/"),
    "recruitment:funnel": held("bilan/"),
    # The sum of all sessions: the list of some of them is not enough.
    "recruitment:period_funnel": Row(
        "/rencontres/bilan/", OFFICERS, elsewhere=MEMBERS | _LISTS, asks=(CANDIDATE_LIST,)
    ),
    "participation:outcome": Row("/suite/faux/", status=410),
    "participation:outcomes": Row("/suites/faux/", status=410),
}
