"""Those who apply, for themselves or for somebody."""

from portal.accounts.capabilities import APPLY, APPLY_FOR
from portal.accounts.level_names import LevelName as L
from tests.authorisation.rows.row import ANONYMOUS, CANDIDATES, MEMBERS, OFFICERS, Row, own_space

# The members of this world are of a company, which helps nobody: see `test_helped.py` for partners.
HELPERS = frozenset({L.EMPLOYMENT_OFFICER, L.ADVISER})


def of_link(path: str = "", **options) -> Row:
    """An application's own page, for whoever has its link."""
    return Row(
        f"/candidature/{{follow_token}}/{path}", other=f"/candidature/faux/{path}", **options
    )


def own_application(path: str = "") -> Row:
    """A candidate's own application."""
    return own_space(
        f"candidatures/{{application.pk}}/{path}",
        other=f"/mon-espace/candidatures/{{other_application.pk}}/{path}",
    )


APPLYING = {
    "applications:apply": Row(
        "/postuler/{offer.pk}/",
        CANDIDATES | {ANONYMOUS},
        led=HELPERS,
        other="/postuler/{draft.pk}/",
        asks=(APPLY,),
    ),
    "applications:apply_for": Row(
        "/postuler/{offer.pk}/pour-quelqu-un/",
        HELPERS,
        other="/postuler/{draft.pk}/pour-quelqu-un/",
        asks=(APPLY_FOR,),
    ),
    "applications:sent": Row("/postuler/envoyee/{sent_token}/", other="/postuler/envoyee/faux/"),
    "applications:follow": of_link(),
    "applications:confirm": of_link("confirmer/", status=302),
    "applications:follow_withdraw": of_link("retirer/"),
    "applications:own": own_space("candidatures/"),
    "applications:own_one": own_application(),
    "applications:withdraw": own_application("retirer/"),
    "applications:helped": Row("/accompagnement/candidatures/", HELPERS, asks=(APPLY_FOR,)),
    "applications:helped_one": Row(
        "/accompagnement/candidatures/{helped_application.pk}/",
        OFFICERS,
        # Their own alone: what an officer sent is out of reach of everybody else who helps.
        elsewhere=MEMBERS | {L.ADVISER},
        other="/accompagnement/candidatures/{other_application.pk}/",
        asks=(APPLY_FOR,),
    ),
}
