"""The door of a session: officers everywhere, members at the sessions of their organisation."""

from portal.accounts.capabilities import CANDIDATE_LIST
from portal.accounts.level_names import LevelName as L
from tests.authorisation.rows.row import MEMBERS, OFFICERS, Row

# Advisers have a list of their own people, and manage no session.
ADVISERS = frozenset({L.ADVISER})


def door(path: str, **options) -> Row:
    """What is asked of nobody's session."""
    return Row(
        f"/pointage/{path}", OFFICERS | MEMBERS | ADVISERS, asks=(CANDIDATE_LIST,), **options
    )


def one(path: str, **options) -> Row:
    """What is asked of a session; officers may everywhere, but where there is none."""
    return Row(
        f"/pointage/{{roster.pk}}/{path}.json",
        OFFICERS | MEMBERS,
        other=f"/pointage/{{other_roster.pk}}/{path}.json",
        elsewhere=ADVISERS,
        bounded=MEMBERS,
        asks=(CANDIDATE_LIST,),
        **options,
    )


CHECKIN = {
    "recruitment:checkin": Row("/pointage/"),
    "recruitment:checkin_worker": Row("/pointage/sw.js"),
    "recruitment:checkin_sign_in": door("connexion/", status=302),
    "recruitment:checkin_token": door("jeton.json"),
    "recruitment:checkin_sessions": door("sessions.json"),
    "recruitment:checkin_list": one("liste"),
    "recruitment:checkin_counter": one("compteur"),
    "recruitment:checkin_names": one("noms"),
    "recruitment:checkin_offline_names": one("noms-hors-ligne", method="post"),
    # Nothing is sent: it says so.
    "recruitment:checkin_scans": one("pointages", method="post", status=400),
    "recruitment:checkin_undo": one("reprise", method="post", status=400),
}
