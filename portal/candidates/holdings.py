"""What the register of personal data says of profiles, favourites and alerts."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from portal.candidates.links import CONFIRM_WITHIN
from portal.personal_data.register import Holding, by_email, by_user, register
from snippets.addresses import normal_address

_ACCOUNT = "Jusqu’à ce que vous l’effaciez, ou que votre compte le soit."
_UNDO = timedelta(days=1)
_STOPPED = timedelta(days=180)
# Longer than the furthest that a run of the alerts looks back: see `services.sending`.
_TOLD = timedelta(days=90)
_WAY = frozenset({"id", "recipient"})

PROFILE = Holding(
    "candidates.CandidateProfile",
    "Votre profil",
    "Vous montrer les offres qui vous vont.",
    _ACCOUNT,
    by_user("user"),
    {
        "occupations": "Savoir quel métier vous cherchez.",
        "experience": "Savoir si vous débutez.",
        "commune": "Savoir où vous cherchez.",
        "radius_km": "Savoir jusqu’où vous pouvez aller.",
        "transports": "Savoir comment vous pouvez venir.",
        "licences": "Écarter les offres qui demandent un permis que vous n’avez pas.",
        "contracts": "Savoir quels contrats vous conviennent.",
        "working_time": "Savoir quel temps de travail vous convient.",
        "schedules": "Savoir quels horaires vous conviennent.",
        "availability": "Savoir quand vous pouvez commencer.",
        "available_from": "Savoir quand vous pouvez commencer.",
        "updated_at": "Dater vos réponses.",
    },
    left_out=frozenset({"user"}),
)
TRADES = Holding(
    "candidates.ProfileOccupation",
    "Les métiers de votre profil",
    "Vous montrer les offres qui vous vont.",
    _ACCOUNT,
    lambda user: Q(profile__user=user),
    {"occupation": "Savoir quel métier vous cherchez.", "rank": "Savoir lequel d’abord."},
    left_out=frozenset({"id", "profile"}),
)
FAVOURITES = Holding(
    "candidates.Favourite",
    "Les offres que vous gardez",
    "Vous permettre de les retrouver.",
    "Jusqu’à ce que vous les retiriez.",
    by_user("user"),
    {
        "title": "Reconnaître l’offre, même terminée.",
        "url": "Retrouver l’offre.",
        "organisation_name": "Reconnaître l’offre, même terminée.",
        "commune_name": "Reconnaître l’offre, même terminée.",
        "kept_at": "Montrer les dernières d’abord.",
        "removed_at": "Pouvoir annuler un retrait, pendant un jour.",
    },
    left_out=frozenset(
        {"id", "user", "opportunity_id", "kind", "occupation_code", "latitude", "longitude"}
    ),
    expired=lambda now: Q(removed_at__lt=now - _UNDO),
)


def _of_recipient(user: Any) -> Q:
    return Q(recipient__address=normal_address(user.email))


def _ended(now: datetime) -> Q:
    """Alerts that nobody confirmed, that are deleted, or stopped for long."""
    return (
        Q(confirmed_at__isnull=True, created_at__lt=now - CONFIRM_WITHIN)
        | Q(deleted_at__lt=now - _UNDO)
        | Q(paused_at__lt=now - _STOPPED)
    )


ALERTS = Holding(
    "candidates.SavedSearch",
    "Vos alertes d’offres",
    "Vous écrire quand une offre de votre recherche paraît.",
    "Jusqu’à ce que vous les supprimiez\u00a0; six mois une fois arrêtées\u00a0; "
    "sept jours sans confirmation.",
    _of_recipient,
    {
        "name": "Vous dire de quelle recherche il s’agit.",
        "query": "Refaire la recherche.",
        "frequency": "Vous écrire aussi souvent que vous le voulez.",
        "created_at": "Dater la demande.",
        "confirmed_at": "Prouver que l’adresse a dit oui.",
        "paused_at": "Ne plus vous écrire.",
        "deleted_at": "Pouvoir annuler une suppression, pendant un jour.",
        "since": "Ne vous dire que ce qui est nouveau.",
        "watermark": "Ne vous dire que ce qui est nouveau.",
        "last_sent_at": "Vous dire quand nous vous avons écrit.",
        "seen_at": "Vous dire ce que vous n’avez pas encore vu.",
    },
    left_out=_WAY | {"slot"},
    expired=_ended,
)
TOLD = Holding(
    "candidates.AlertedOpportunity",
    "Les offres que vos alertes vous ont signalées",
    "Ne pas vous envoyer deux fois la même.",
    "Quatre-vingt-dix jours.",
    _of_recipient,
    {
        "opportunity_id": "Ne pas vous l’envoyer deux fois.",
        "told_at": "Savoir quand l’effacer.",
    },
    left_out=_WAY,
    expired=lambda now: Q(told_at__lt=now - _TOLD),
)
RECIPIENTS = Holding(
    "candidates.AlertRecipient",
    "L’adresse de vos alertes",
    "Vous écrire.",
    "Tant qu’une alerte l’utilise.",
    by_email("address"),
    {"address": "Vous écrire.", "created_at": "Dater la première demande."},
    left_out=frozenset({"id"}),
    expired=lambda now: Q(searches__isnull=True, created_at__lt=now - _UNDO),
)


def register_holdings() -> None:
    """Declare them: called when the app is ready. Alerts are purged before their address."""
    register(PROFILE, TRADES, FAVOURITES, ALERTS, TOLD, RECIPIENTS)
