"""The holdings of signing in: django-allauth's tables."""

from django.db.models import Q

from portal.accounts.models.devices import LIFETIME
from portal.personal_data.register import Holding, by_user

_ACCOUNT = "Jusqu’à l’effacement du compte."
_REMOVED = "Jusqu’à ce que vous les retiriez, ou l’effacement du compte."

ADDRESSES = Holding(
    "account.EmailAddress",
    "Votre adresse, vérifiée ou à vérifier",
    "Savoir que l’adresse est à vous.",
    _ACCOUNT,
    by_user("user"),
    {
        "email": "Vous identifier et vous écrire.",
        "verified": "Savoir que l’adresse est à vous.",
        "primary": "Savoir laquelle sert, quand vous en changez.",
    },
    labels={"email": "Adresse e-mail", "verified": "Vérifiée", "primary": "C’est elle qui sert"},
    left_out=frozenset({"id", "user"}),
)
SECOND_FACTORS = Holding(
    "mfa.Authenticator",
    "Vos secondes vérifications",
    "Protéger votre compte si votre mot de passe est volé.",
    _REMOVED,
    by_user("user"),
    {
        "type": "Demander un code ou une clé.",
        "created_at": "Vous dire quand elle a été ajoutée.",
        "last_used_at": "Vous dire quand elle a servi.",
    },
    labels={"type": "Sorte", "created_at": "Ajoutée le", "last_used_at": "A servi le"},
    left_out=frozenset({"id", "user", "data"}),
)
DEVICES = Holding(
    "usersessions.UserSession",
    "Vos appareils connectés",
    "Vous laisser déconnecter un appareil perdu ou inconnu.",
    "Jusqu’à la fin de la session\u00a0: 8\u00a0heures (agents) ou 30\u00a0jours.",
    by_user("user"),
    {
        "created_at": "Dater la connexion.",
        "last_seen_at": "Dater la connexion.",
        "ip": "Reconnaître l’appareil.",
        "user_agent": "Reconnaître l’appareil.",
    },
    labels={
        "created_at": "Connecté le",
        "last_seen_at": "Vu le",
        "ip": "Adresse réseau",
        "user_agent": "Navigateur",
    },
    left_out=frozenset({"id", "user", "session_key", "data"}),
)
IDENTITIES = Holding(
    "socialaccount.SocialAccount",
    "Vos identités ProConnect ou FranceConnect",
    "Vous connecter avec elles.",
    _REMOVED,
    by_user("user"),
    {
        "provider": "Savoir laquelle sert.",
        "uid": "Vous reconnaître.",
        "last_login": "Dater la connexion.",
        "date_joined": "Dater le lien.",
    },
    labels={"provider": "Service", "uid": "Numéro chez ce service"},
    left_out=frozenset({"id", "user", "extra_data"}),
)
KNOWN_DEVICES = Holding(
    "accounts.KnownDevice",
    "Vos appareils reconnus",
    "Vous laisser entrer depuis votre appareil quand d’autres essaient des mots de passe.",
    "Un an après la dernière connexion depuis l’appareil.",
    by_user("user"),
    {"signed_in_at": "Oublier l’appareil qui ne sert plus."},
    left_out=frozenset({"id", "user", "secret_hash"}),
    expired=lambda now: Q(signed_in_at__lt=now - LIFETIME),
)
OF_SIGN_IN = (ADDRESSES, SECOND_FACTORS, DEVICES, KNOWN_DEVICES, IDENTITIES)
