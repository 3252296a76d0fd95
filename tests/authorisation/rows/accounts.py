"""One’s own account, and the ways in."""

from portal.accounts.capabilities import PROPOSE
from tests.authorisation.rows.row import ANONYMOUS, MODERATORS, Row, entrance, own

ACCOUNT = {
    "account_home": own(""),
    "account_email": own("adresse/"),
    "account_change_password": own("mot-de-passe/"),
    "account_set_password": own("mot-de-passe/choisir/", 302),
    "account_reauthenticate": own("confirmer/"),
    "account_continue": own("seconde-verification/continuer/", 302),
    "account_logout": own("deconnexion/"),
    "account_end_session": own("appareils/0/deconnecter/", 404, method="post"),
    "usersessions_list": own("appareils/"),
    "socialaccount_connections": own("identite/"),
    "socialaccount_login_error": own("identite/erreur/", 401),
    "mfa_index": own("seconde-verification/"),
    # Without a factor there is nothing to show again, to take away or to read.
    "mfa_reauthenticate": own("confirmer/code/", 302),
    "mfa_reauthenticate_webauthn": own("confirmer/cle/", 302),
    "mfa_activate_totp": own("seconde-verification/application/", 302),
    "mfa_deactivate_totp": own("seconde-verification/application/retirer/", 404),
    "mfa_list_webauthn": own("seconde-verification/cles/", 302),
    "mfa_add_webauthn": own("seconde-verification/cles/ajouter/", 302),
    "mfa_remove_webauthn": own("seconde-verification/cles/0/retirer/", 302),
    "mfa_view_recovery_codes": own("seconde-verification/codes-de-secours/", 404),
    "mfa_generate_recovery_codes": own("seconde-verification/codes-de-secours/nouveaux/", 302),
    "mfa_download_recovery_codes": own("seconde-verification/codes-de-secours/telecharger/", 404),
    # For whoever is signed out: the others are led to where they are going.
    "account_login": Row("/compte/connexion/", frozenset({ANONYMOUS}), refusal=302),
    "account_signup": Row("/compte/inscription/", frozenset({ANONYMOUS}), refusal=302),
    "mfa_authenticate": entrance("connexion/verification/", 302),
    "openid_connect_login": entrance("connexion/proconnect/", 404),
    "openid_connect_callback": entrance("connexion/proconnect/retour/", 404),
    "socialaccount_signup": entrance("inscription/identite/", 302),
    "socialaccount_login_cancelled": entrance("identite/annulee/"),
    "account_inactive": entrance("desactive/"),
    "account_email_verification_sent": entrance("inscription/message/"),
    "account_confirm_email": entrance("adresse/faux/"),
    "account_reset_password": entrance("mot-de-passe/oublie/"),
    "account_reset_password_done": entrance("mot-de-passe/oublie/envoye/"),
    "account_reset_password_from_key": entrance("mot-de-passe/nouveau/1-faux/"),
    "account_reset_password_from_key_done": entrance("mot-de-passe/change/"),
    "wagtailadmin_login": Row(
        "/cms/login/", frozenset({ANONYMOUS, *MODERATORS}), 302, asks=(PROPOSE,), in_cms=True
    ),
    "^cms/password_reset/.*$": Row("/cms/password_reset/", status=302),
}
