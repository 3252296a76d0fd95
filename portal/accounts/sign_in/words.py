"""What allauth says, in this site's words."""

from typing import Any

PASSWORD_HELP = "12 caractères ou plus. Une phrase facile à retenir convient très bien."  # noqa: S105
ERRORS = {
    "account_inactive": "Ce compte est désactivé.",
    "duplicate_email": "C’est déjà votre adresse.",
    "email_password_mismatch": "L’adresse ou le mot de passe n’est pas le bon.",
    "enter_current_password": "Ce n’est pas votre mot de passe actuel.",
    "incorrect_password": "Ce n’est pas votre mot de passe.",
    "incorrect_code": "Ce code n’est pas le bon. Attendez le suivant, puis réessayez.",
    "invalid_password_reset": "Ce lien ne fonctionne plus.",
    "too_many_login_attempts": (
        "Trop d’essais. Attendez un quart d’heure, ou demandez un nouveau mot de passe."
    ),
    "too_many_for_account": (
        "Trop de mauvais mots de passe ont été essayés avec cette adresse. Demandez un nouveau mot "
        "de passe, ou attendez une heure. Si cela continue, {call_us}."
    ),
    "too_many_from_network": (
        "Trop d’essais depuis votre réseau. Attendez une minute, puis réessayez."
    ),
    "too_many_codes": "Trop d’essais. Attendez un quart d’heure, puis réessayez.",
    "too_many_codes_for_account": (
        "Trop de codes ont été essayés pour ce compte. Attendez une heure, ou entrez depuis un "
        "appareil qui s’est déjà connecté. Si ce n’était pas vous, changez de mot de passe."
    ),
    "too_many_resets": (
        "Nous avons déjà écrit plusieurs fois à cette adresse\u00a0: le lien du dernier message "
        "fonctionne encore. Regardez aussi les courriers indésirables, ou réessayez dans une heure."
    ),
    "too_many_resets_from_network": (
        "Trop de demandes depuis votre réseau. Attendez une minute, puis réessayez."
    ),
}
SECOND_FACTOR_ERRORS = {
    "incorrect_code": ERRORS["incorrect_code"],
    "cannot_delete_authenticator": (
        "Votre travail demande une seconde vérification\u00a0: "
        "ajoutez-en une autre avant de retirer celle-ci."
    ),
    "cannot_generate_recovery_codes": "Ajoutez d’abord une application ou une clé.",
    "unverified_email": (
        "Ouvrez d’abord le lien que nous avons envoyé à votre nouvelle adresse, "
        "ou annulez son changement."
    ),
}
METHODS = {
    "reauthenticate": "Donner mon mot de passe",
    "mfa_reauthenticate": "Donner un code",
    "mfa_reauthenticate:webauthn": "Utiliser ma clé ou mon appareil",
}
_MESSAGES = {
    "account/messages/logged_out.txt": "Vous êtes déconnecté·e.",
    "account/messages/email_confirmed.txt": "Votre adresse {email} est vérifiée.",
    "account/messages/email_confirmation_failed.txt": "Cette adresse ne peut pas être vérifiée.",
    "account/messages/email_deleted.txt": "Le changement d’adresse est annulé.",
    "account/messages/password_changed.txt": "Votre mot de passe est changé.",
    "account/messages/password_set.txt": "Votre mot de passe est enregistré.",
    "mfa/messages/totp_activated.txt": "Votre application est enregistrée.",
    "mfa/messages/totp_deactivated.txt": "Votre application est retirée.",
    "mfa/messages/webauthn_added.txt": "Votre clé est enregistrée.",
    "mfa/messages/webauthn_removed.txt": "Votre clé est retirée.",
    "usersessions/messages/sessions_logged_out.txt": "Les autres appareils sont déconnectés.",
    "socialaccount/messages/account_connected.txt": "Votre compte est relié.",
    "socialaccount/messages/account_connected_updated.txt": "Votre compte est relié.",
    "socialaccount/messages/account_connected_other.txt": (
        "Cette identité est déjà reliée à un autre compte."
    ),
    "socialaccount/messages/account_disconnected.txt": "Votre compte n’est plus relié.",
}
# A page says it to who registers; one's account page does not.
_SENT = "account/messages/email_confirmation_sent.txt"


def message(template: str, context: dict[str, Any], user: Any) -> str:
    """Our words for a message of allauth; empty where the next page says it already."""
    if template == _SENT and user.is_authenticated:
        return f"Un message est parti à {context['email']}\u00a0: ouvrez le lien qu’il contient."
    return _MESSAGES.get(template, "").format(**context)
