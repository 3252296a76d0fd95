"""The candidate’s space."""

from portal.accounts.capabilities import OWN_SPACE
from tests.authorisation.rows.row import CANDIDATES, Row, own_alert, own_space

SPACE = {
    "space:home": own_space(""),
    "candidates:profile": own_space("profil/"),
    "candidates:profile_step": own_space("profil/metiers/", other="/mon-espace/profil/rien/"),
    "candidates:favourites": own_space("favoris/"),
    "candidates:keep": own_space("favoris/garder/", 302, method="post"),
    "candidates:take_over": own_space("favoris/reprendre/", method="post"),
    "candidates:alerts": own_space("alertes/"),
    "candidates:alert_results": own_alert("offres/"),
    "candidates:alert_change": own_alert("modifier/", 200),
    "candidates:alert_pause": own_alert("pause/", method="post"),
    "candidates:alert_delete": own_alert("supprimer/", method="post"),
    # Nothing to bring back: neither one's own, which is not deleted, nor somebody else's, which is.
    "candidates:alert_restore": own_alert("retablir/", 404, method="post"),
    # Candidates go to their own list.
    "candidates:visitor_favourites": Row(
        "/favoris/", CANDIDATES, 302, refusal=200, signed_out=200, asks=(OWN_SPACE,)
    ),
    "candidates:favourite_cards": Row("/favoris/offres/?annonce={offer.pk}"),
    "candidates:alert_new": Row("/alertes/nouvelle/?q=soudeur"),
    "candidates:alert_asked": Row("/alertes/demandee/"),
    "candidates:alert_confirm": Row("/alertes/confirmer/faux/", status=410),
    "candidates:alert_stop": Row("/alertes/arreter/faux/", status=410),
}
