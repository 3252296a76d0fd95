"""What became of people, call-backs, and guests' own data."""

from portal.accounts.capabilities import CALL_BACK, CANDIDATE_LIST
from portal.accounts.level_names import LevelName as L
from tests.authorisation.rows.row import MEMBERS, OFFICERS, Row, own_space

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


def calls(path: str, **options) -> Row:
    """What an officer does to a line of the list of call-backs."""
    return Row(
        f"/rappels/{{call.pk}}/{path}",
        OFFICERS,
        other=f"/rappels/0/{path}",
        asks=(CALL_BACK,),
        **options,
    )


def own_guest(path: str) -> Row:
    """What is said of somebody at one's own address, and of nobody at another's."""
    return own_space(
        f"est-ce-vous/{{namesake.pk}}/{path}",
        302,
        method="post",
        other=f"/mon-espace/est-ce-vous/{{other_namesake.pk}}/{path}",
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
    "participation:contact": Row("/contact/"),
    "participation:help": Row("/aide/"),
    "participation:call_me": Row("/etre-rappele/"),
    "participation:call_asked": Row("/etre-rappele/demande/"),
    "participation:call_backs": Row("/rappels/", OFFICERS, asks=(CALL_BACK,)),
    "participation:call_note": calls("note/"),
    "participation:call_act": calls("prendre/", method="post", status=302),
    "participation:my_data_ask": Row("/mes-donnees/"),
    "participation:my_data_asked": Row("/mes-donnees/demande/"),
    "participation:my_data": Row("/mes-donnees/faux/", status=410),
    "participation:my_data_export": Row("/mes-donnees/faux/json/", status=410, method="post"),
    "participation:my_data_erase": Row("/mes-donnees/faux/effacer/", status=410),
    "participation:my_data_withdraw": Row(
        "/mes-donnees/faux/accords/1/", status=410, method="post"
    ),
    "participation:is_it_you": own_space("est-ce-vous/"),
    "participation:join_guest": own_guest("oui/"),
    "participation:not_this_guest": own_guest("non/"),
}
