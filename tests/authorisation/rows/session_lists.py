"""The lists of sessions: who manages them, and what leaves them."""

from portal.accounts.capabilities import APPLY_FOR, CALL_BACK, CANDIDATE_LIST
from portal.accounts.level_names import LevelName as L
from tests.authorisation.rows.row import MEMBERS, OFFICERS, Row

# They follow people, and manage no list.
ADVISERS = frozenset({L.ADVISER})


def managed(path: str, status: int = 200, **options) -> Row:
    """A screen of one list: of the Département and of the session's organisations."""
    return Row(
        f"/rencontres/{{roster.pk}}/{path}",
        MEMBERS | OFFICERS,
        status,
        other=f"/rencontres/{{other_roster.pk}}/{path}",
        bounded=MEMBERS,
        elsewhere=ADVISERS,
        asks=(CANDIDATE_LIST,),
        **options,
    )


def registered(path: str, status: int = 200, **options) -> Row:
    """A screen of one person of a list."""
    return Row(
        f"/rencontres/inscription/{{registration.pk}}/{path}",
        MEMBERS | OFFICERS,
        status,
        other=f"/rencontres/inscription/{{other_registration.pk}}/{path}",
        bounded=MEMBERS,
        elsewhere=ADVISERS,
        asks=(CANDIDATE_LIST,),
        **options,
    )


SESSION_LISTS = {
    "recruitment:sessions": Row(
        "/rencontres/", MEMBERS | OFFICERS | ADVISERS, asks=(CANDIDATE_LIST,)
    ),
    "recruitment:list": managed(""),
    "recruitment:bulk": managed("en-nombre/", 302, method="post"),
    "recruitment:message": managed("message/"),
    "recruitment:sheet": managed("emargement/"),
    "recruitment:export": managed("export/xlsx/"),
    "recruitment:accesses": managed("acces/"),
    "recruitment:links": managed("liens/"),
    "recruitment:stop_link": managed("liens/{company_link.pk}/arreter/", 302, method="post"),
    "recruitment:one": registered(""),
    "recruitment:move": registered("creneau/"),
    "recruitment:promote": registered("placer/"),
    "recruitment:answer_for": registered("place-proposee/", 302, method="post"),
    "recruitment:cancel_for": registered("annuler/"),
    "recruitment:mark": registered("etat/", 302, method="post"),
    "recruitment:cv": registered("cv/"),
    "recruitment:add": Row(
        "/rencontres/{roster.pk}/ajouter/",
        OFFICERS,
        other="/rencontres/0/ajouter/",
        elsewhere=ADVISERS,
        asks=(APPLY_FOR,),
    ),
    "recruitment:call_list": Row(
        "/rencontres/{roster.pk}/appels/",
        OFFICERS,
        other="/rencontres/0/appels/",
        asks=(CALL_BACK,),
    ),
    "recruitment:call_answer": Row(
        "/rencontres/inscription/{registration.pk}/appel/",
        OFFICERS,
        302,
        other="/rencontres/inscription/0/appel/",
        method="post",
        asks=(CALL_BACK,),
    ),
    "recruitment:company": Row("/rencontres/lien/{company_token}/", other="/rencontres/lien/x/"),
    "recruitment:company_cv": Row(
        "/rencontres/lien/{company_token}/cv/{registration.pk}/",
        other="/rencontres/lien/{company_token}/cv/{other_registration.pk}/",
        method="post",
    ),
}
