"""An invented candidate with two CVs, links to them, who helps and who waits."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from portal.accounts.models import User
from portal.cv.models import Cv
from portal.cv.services import (
    accept_request,
    ask_help,
    change_cv,
    create_cv,
    create_share,
    propose_help,
    stop_share,
)
from portal.cv.sharing.secrets import new_key

OWNER = "eloise.martin@declic.example"
ADVISER = "lucie.marchand@declic.example"
PARTNER = "jeanne.collin@plan-passerelles.example"
NEWCOMER = "thomas.petit@declic.example"

_BASICS: dict[str, Any] = {
    "name": "Éloïse Martin",
    "email": OWNER,
    "phone": "06 39 98 41 07",
    "location": {"city": "Belfort", "postalCode": "90000"},
}
_LANGUAGES: list[dict[str, Any]] = [
    {"language": "Français", "x-declic": {"motherTongue": True}},
    {"language": "Anglais", "x-declic": {"level": "A2"}},
]
COOK: dict[str, Any] = {
    "basics": {
        **_BASICS,
        "label": "Cuisinière de collectivité",
        "summary": "Organisée et rapide, j’aime cuisiner pour un grand nombre de personnes. "
        "Je cherche un poste du lundi au vendredi autour de Belfort.",
    },
    "work": [
        {
            "position": "Aide de cuisine",
            "name": "Cantine des Glacis",
            "location": "Belfort",
            "startDate": "2022-09",
            "highlights": [
                "Préparation des entrées et des desserts pour 180 couverts",
                "Plonge et nettoyage de la cuisine selon les règles d’hygiène",
            ],
        },
        {
            "position": "Serveuse",
            "name": "Brasserie du Lion",
            "location": "Belfort",
            "startDate": "2019-06",
            "endDate": "2021-12",
            "highlights": ["Service en salle\u00a0: accueil, prise de commande, encaissement"],
        },
    ],
    "education": [
        {"studyType": "CAP", "area": "Cuisine", "startDate": "2016", "endDate": "2018"},
    ],
    "skills": [
        {"name": "Appliquer les règles d’hygiène (HACCP)"},
        {"name": "Cuisiner pour des personnes allergiques"},
        {"name": "Tenir la cadence au moment du service"},
    ],
    "languages": _LANGUAGES,
    "certificates": [{"name": "SST", "date": "2024-03", "x-declic": {"expires": "2028-03"}}],
    "x-declic": {
        "domain": "G",
        "template": "simple",
        "mobility": {"licences": ["B"], "area": "Belfort et ses environs, en bus"},
    },
}
HELP_AT_HOME: dict[str, Any] = {
    "basics": {**_BASICS, "label": "Aide à domicile"},
    "skills": [
        {"name": "Préparer un repas équilibré"},
        {"name": "Écouter et rassurer"},
        {"name": "Être à l’heure"},
    ],
    "volunteer": [
        {
            "position": "Bénévole",
            "organization": "Le Panier partagé",
            "startDate": "2023",
            "highlights": ["Distribution de repas et écoute, un soir par semaine"],
        }
    ],
    "languages": _LANGUAGES,
    "x-declic": {"domain": "K", "template": "competences"},
}


def load_cvs() -> int:
    """Make the CVs that are missing; return how many. Candidates come before."""
    owner = User.objects.get(email=OWNER)
    if owner.cvs.exists():
        return 0
    cook = create_cv(owner=owner, title="CV cuisine", document=COOK)
    at_home = create_cv(owner=owner, title="CV aide à domicile", document=HELP_AT_HOME, step=3)
    for cv, address in ((cook, ADVISER), (at_home, PARTNER)):
        _help(cv, User.objects.get(email=address))
    change_cv(cv=cook, user=User.objects.get(email=ADVISER), change=_reread)
    ask_help(cv=at_home, user=owner, address=ADVISER)
    propose_help(user=User.objects.get(email=PARTNER), address=NEWCOMER)
    _share(cook, owner)
    return 2


def _share(cv: Cv, owner: User) -> None:
    """A link that was opened from two networks, one without a name, one that was stopped."""
    opened = create_share(
        cv=cv, user=owner, key=new_key(), recipient="Hôtel des Remparts neufs", with_code=True
    )
    now = timezone.now()
    for hours, network in ((50, "192.0.2.0/24"), (27, "198.51.100.0/24"), (3, "192.0.2.0/24")):
        opened.share.openings.create(opened_at=now - timedelta(hours=hours), network=network)
    opened.share.created_at = now - timedelta(days=3)
    opened.share.expires_at = now + timedelta(days=27)
    opened.share.save(update_fields=["created_at", "expires_at"])
    create_share(cv=cv, user=owner, key=new_key(), is_anonymous=True, days=15)
    ended = create_share(cv=cv, user=owner, key=new_key(), recipient="Boulangerie Perrichet")
    stop_share(cv=cv, user=owner, share=ended.share)


def _reread(document: dict[str, Any]) -> None:
    """What the adviser adds."""
    document["work"][0]["highlights"].append("Relevé des températures et traçabilité")


def _help(cv: Cv, helper: User) -> None:
    """The candidate asks, the other one opens the CV."""
    request = ask_help(cv=cv, user=cv.owner, address=helper.email)
    accept_request(request=request, user=helper)
