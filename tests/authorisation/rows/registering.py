"""Those who register to a session, for themselves or for somebody."""

from portal.accounts.capabilities import APPLY, APPLY_FOR
from portal.accounts.level_names import LevelName as L
from tests.authorisation.rows.row import ANONYMOUS, CANDIDATES, OFFICERS, Row, own_space

# The members of this world are of a company, which registers nobody else.
HELPERS = frozenset({L.EMPLOYMENT_OFFICER, L.ADVISER})


def of_link(path: str = "", **options) -> Row:
    """A registration's own page and its buttons, for whoever has its link."""
    return Row(
        f"/inscription/suivi/{{mine_token}}/{path}",
        other=f"/inscription/suivi/faux/{path}",
        **options,
    )


REGISTERING = {
    "recruitment:register": Row(
        "/inscription/{session.pk}/",
        CANDIDATES | {ANONYMOUS},
        led=HELPERS,
        other="/inscription/{offer.pk}/",
        asks=(APPLY,),
    ),
    "recruitment:register_for": Row(
        "/inscription/{session.pk}/pour-quelqu-un/",
        HELPERS,
        other="/inscription/{offer.pk}/pour-quelqu-un/",
        asks=(APPLY_FOR,),
    ),
    "recruitment:asked": Row("/inscription/demandee/courriel/"),
    "recruitment:mine": of_link(),
    "recruitment:mine_confirm": of_link("confirmer/"),
    "recruitment:mine_slot": of_link("heure/"),
    "recruitment:mine_again": of_link("de-nouveau/"),
    "recruitment:mine_calendar": of_link("agenda/"),
    "recruitment:mine_act": of_link("annuler/"),
    # No place is offered to them.
    "recruitment:mine_offer": of_link(
        "place/00000000-0000-4000-8000-000000000000/accepter/", status=410
    ),
    "recruitment:own": own_space("rencontres/"),
    "recruitment:helped": Row("/accompagnement/inscriptions/", HELPERS, asks=(APPLY_FOR,)),
    "recruitment:helped_cancel": Row(
        "/accompagnement/inscriptions/{helped_registration.pk}/annuler/",
        OFFICERS,
        # Their own alone: whom an officer registered is out of reach of everybody else who helps.
        elsewhere=frozenset({L.ADVISER}),
        other="/accompagnement/inscriptions/{other_registration.pk}/annuler/",
        asks=(APPLY_FOR,),
    ),
}
