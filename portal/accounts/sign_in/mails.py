"""The messages of signing in: ours, by the name of allauth's."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from snippets.mail.kinds import MailKind, MailValue, Variable
from snippets.site import absolute_url

_CONFIRM = {
    "confirm_url": Variable(
        "l’adresse où vérifier l’adresse e-mail",
        "https://declic.example/compte/adresse/Zm9yLXRoZS1wcmV2aWV3/",
    )
}
_RESET = Variable(
    "l’adresse où demander un nouveau mot de passe",
    "https://declic.example/compte/mot-de-passe/oublie/",
)
_EVENT = {
    "what": Variable("ce qui a changé", "Votre mot de passe a été changé."),
    "reset_url": _RESET,
}

KINDS = (
    MailKind(
        "account_welcome",
        "Compte\u00a0: vérifier l’adresse à l’inscription",
        "À une personne qui vient de s’inscrire.",
        # No name: whoever registers somebody else's address would write to them by it.
        _CONFIRM,
        needs=("confirm_url",),
    ),
    MailKind(
        "account_confirm_email",
        "Compte\u00a0: vérifier une adresse",
        "À une nouvelle adresse, ou à qui se connecte sans avoir vérifié la sienne.",
        _CONFIRM,
        needs=("confirm_url",),
    ),
    MailKind(
        "account_exists",
        "Compte\u00a0: il existe déjà",
        "À une adresse qui a déjà un compte, quand quelqu’un s’inscrit avec elle.",
        {
            "login_url": Variable(
                "l’adresse où se connecter", "https://declic.example/compte/connexion/"
            ),
            "reset_url": _RESET,
        },
        needs=("login_url",),
    ),
    MailKind(
        "account_unknown",
        "Compte\u00a0: il n’existe pas",
        "À une adresse sans compte, quand quelqu’un demande un nouveau mot de passe.",
        {
            "signup_url": Variable(
                "l’adresse où s’inscrire", "https://declic.example/compte/inscription/"
            )
        },
        needs=("signup_url",),
    ),
    MailKind(
        "account_reset_password",
        "Compte\u00a0: nouveau mot de passe",
        "À une personne qui a oublié son mot de passe.",
        {
            "password_url": Variable(
                "l’adresse où en choisir un",
                "https://declic.example/compte/mot-de-passe/nouveau/1a-cxq8-exemple/",
            )
        },
        needs=("password_url",),
    ),
    MailKind(
        "account_email_changed",
        "Compte\u00a0: adresse changée",
        "À l’ancienne adresse, quand la nouvelle est vérifiée.",
        {
            "from_email": Variable("l’ancienne adresse", "eloise@exemple.fr"),
            "to_email": Variable("la nouvelle adresse", "eloise.martin@exemple.fr"),
        },
        needs=("to_email",),
    ),
    MailKind(
        "account_security",
        "Compte\u00a0: sécurité",
        "À une personne dont le mot de passe ou la seconde vérification change.",
        _EVENT,
        needs=("what", "reset_url"),
    ),
)


@dataclass(frozen=True)
class Mail:
    """Our message for one of allauth's, and its variables made from allauth's context."""

    key: str
    context: Callable[[dict[str, Any]], dict[str, MailValue]]


def _security(what: str) -> Mail:
    return Mail(
        "account_security",
        lambda _: {"what": what, "reset_url": absolute_url("account_reset_password")},
    )


MAILS: dict[str, Mail] = {
    "account/email/email_confirmation_signup": Mail(
        "account_welcome", lambda found: {"confirm_url": found["activate_url"]}
    ),
    "account/email/email_confirmation": Mail(
        "account_confirm_email", lambda found: {"confirm_url": found["activate_url"]}
    ),
    "account/email/account_already_exists": Mail(
        "account_exists",
        lambda found: {
            "login_url": found["login_url"],
            "reset_url": absolute_url("account_reset_password"),
        },
    ),
    "account/email/unknown_account": Mail(
        "account_unknown", lambda _: {"signup_url": absolute_url("account_signup")}
    ),
    "account/email/password_reset_key": Mail(
        "account_reset_password", lambda found: {"password_url": found["password_reset_url"]}
    ),
    "account/email/email_changed": Mail(
        "account_email_changed",
        lambda found: {"from_email": found["from_email"], "to_email": found["to_email"]},
    ),
    "account/email/email_deleted": _security("Le changement de votre adresse a été annulé."),
    "account/email/password_changed": _security("Votre mot de passe a été changé."),
    "account/email/password_reset": _security("Votre mot de passe oublié a été remplacé."),
    "account/email/password_set": _security("Un mot de passe a été ajouté à votre compte."),
    "mfa/email/totp_activated": _security("Une application de codes a été ajoutée à votre compte."),
    "mfa/email/totp_deactivated": _security(
        "L’application de codes a été retirée de votre compte."
    ),
    "mfa/email/webauthn_added": _security("Une clé de sécurité a été ajoutée à votre compte."),
    "mfa/email/webauthn_removed": _security("Une clé de sécurité a été retirée de votre compte."),
    "mfa/email/recovery_codes_generated": _security(
        "De nouveaux codes de secours ont été créés. Les anciens ne marchent plus."
    ),
    "socialaccount/email/account_connected": _security(
        "Votre compte a été relié à une identité publique (ProConnect ou FranceConnect)."
    ),
    "socialaccount/email/account_disconnected": _security(
        "Votre compte n’est plus relié à une identité publique (ProConnect ou FranceConnect)."
    ),
}
