"""What the register of personal data says of CVs."""

from datetime import timedelta

from django.db.models import Q

from portal.cv.resume.vocabulary import in_words
from portal.personal_data.register import Holding, OnErasure, by_user, register

_ACCOUNT = "Jusqu’à ce que vous l’effaciez, ou que votre compte le soit."
_LINKS = "Six mois après la fin du lien."
UNDO = timedelta(days=30)
_TO_FRAME = timedelta(days=1)
# A file that no worker came for, then a result that nobody looked at.
_TO_READ, _TO_TELL = timedelta(days=1), timedelta(days=7)
_AFTER_LINK = timedelta(days=180)

PHOTOS = Holding(
    "cv.CvPhoto",
    "Vos photos de CV",
    "Les imprimer, si vous le choisissez.",
    f"{_ACCOUNT} Une image qui n’est pas encore cadrée est gardée un jour.",
    by_user("owner"),
    {
        "file": "Imprimer la photo.",
        "source": "Choisir le cadre\u00a0: elle est effacée dès qu’il est choisi.",
        "created_at": "Dater l’ajout.",
    },
    left_out=frozenset({"id", "owner"}),
    expired=lambda now: ~Q(source="") & Q(created_at__lt=now - _TO_FRAME),
)
CVS = Holding(
    "cv.Cv",
    "Vos CV",
    "Vous permettre de les écrire, de les imprimer et de les envoyer.",
    f"{_ACCOUNT} Un CV supprimé est gardé trente jours, pour pouvoir le reprendre.",
    by_user("owner"),
    {
        "title": "Reconnaître chaque CV.",
        "document": "C’est votre CV, au format JSON Resume.",
        "photo": "L’imprimer, si vous le choisissez.",
        "unplaced": "Garder ce qu’un import n’a pas su ranger, jusqu’à ce que vous l’ayez fait.",
        "import_notes": "Vous dire ce qui n’a pas pu être lu dans votre ancien CV.",
        "step": "Reprendre là où vous vous êtes arrêté.",
        "created_at": "Dater le CV.",
        "updated_at": "Montrer le dernier modifié d’abord.",
        "deleted_at": "Pouvoir annuler une suppression, pendant trente jours.",
    },
    left_out=frozenset({"id", "owner", "version", "slot"}),
    said={"document": in_words},
    expired=lambda now: Q(deleted_at__lt=now - UNDO),
    screen=("Lire mes CV, et les télécharger en PDF, Word, texte ou JSON Resume", "cv:home"),
)
IMPORTS = Holding(
    "cv.CvImport",
    "Vos anciens CV à lire",
    "En faire un CV que vous relisez.",
    "Le fichier est effacé dès qu’il est lu, au bout d’un jour dans tous les cas\u00a0; le reste, "
    "au bout d’une semaine.",
    by_user("owner"),
    {
        "name": "Dire de quel fichier il s’agit.",
        "content": "Le lire.",
        "status": "Dire où en est la lecture.",
        "error": "Dire pourquoi le fichier n’a pas pu être lu.",
        "cv": "Conduire au CV qui en est sorti.",
        "created_at": "Dater l’envoi.",
        "seen_at": "Ne plus vous en parler quand vous le savez.",
    },
    left_out=frozenset({"id", "owner", "attempts", "started_at"}),
    expired=lambda now: (
        Q(status="waiting", created_at__lt=now - _TO_READ) | Q(created_at__lt=now - _TO_TELL)
    ),
)
VERSIONS = Holding(
    "cv.CvVersion",
    "Les versions de vos CV",
    "Vous permettre de revenir en arrière.",
    "Les cinquante dernières de chaque CV, puis une par jour, tant que le CV existe.",
    lambda user: Q(cv__owner=user),
    {
        "number": "Les mettre dans l’ordre.",
        "document": "C’est votre CV tel qu’il était.",
        "author": "Savoir qui l’a modifié.",
        "created_at": "Dater la version.",
        "saved_at": "Dater la version.",
        "reason": "Savoir pourquoi il a changé.",
        "restored_from": "Savoir quelle version a été reprise.",
    },
    left_out=frozenset({"id", "cv"}),
    said={"document": in_words},
)
WRITTEN = Holding(
    "cv.CvVersion",
    "Les modifications que vous avez faites dans des CV",
    "Dire à la personne qui a modifié son CV.",
    "Tant que le CV existe, sans votre nom une fois votre compte effacé.",
    by_user("author"),
    {},
    on_erasure=OnErasure.KEEP,
    is_trace=True,
)
SHARES = Holding(
    "cv.CvShare",
    "Les liens vers vos CV",
    "Montrer votre CV à qui vous voulez, pour un temps.",
    _LINKS,
    lambda user: Q(cv__owner=user),
    {
        "recipient": "Savoir à qui vous avez donné le lien.",
        "is_anonymous": "Cacher votre nom si vous le voulez.",
        "created_at": "Dater le lien.",
        "expires_at": "Fermer le lien à temps.",
        "revoked_at": "Fermer le lien dès que vous le dites.",
    },
    left_out=frozenset({"id", "cv", "token_hash", "code_hash", "seed"}),
    # A link ends at its time, or when it is stopped.
    expired=lambda now: Q(expires_at__lt=now - _AFTER_LINK) | Q(revoked_at__lt=now - _AFTER_LINK),
)
OPENINGS = Holding(
    "cv.CvShareOpening",
    "Qui a ouvert vos liens",
    "Vous dire quand votre CV a été lu.",
    _LINKS,
    lambda user: Q(share__cv__owner=user),
    {
        "opened_at": "Dater la lecture.",
        "network": "Distinguer les lecteurs, sans les reconnaître.",
    },
    left_out=frozenset({"id", "share"}),
)
HELPERS = Holding(
    "cv.CvHelper",
    "Les personnes que vous laissez modifier vos CV",
    "Écrire votre CV avec vous.",
    "Tant que le CV existe.",
    lambda user: Q(cv__owner=user),
    {
        "user": "Savoir qui vous aide.",
        "given_at": "Prouver votre accord.",
        "revoked_at": "Dater la fin de votre accord.",
        "left": "Savoir qui l’a arrêté.",
    },
    left_out=frozenset({"id", "cv"}),
)
HELPED = Holding(
    "cv.CvHelper",
    "Les CV que vous aidez à écrire",
    "Vous ouvrir ces CV.",
    "Tant que le CV existe.",
    by_user("user"),
    {},
    is_trace=True,
)
_REQUEST = {
    "asked_by": "Savoir dans quel sens va la demande.",
    "address": "Écrire à la personne, une fois.",
    "created_at": "Dater la demande.",
    "expires_at": "Arrêter la demande à temps.",
}
# Says whether the address is somebody's.
_ANSWER = frozenset({"status", "told_at", "decided_at", "refused_at", "consent", "receiver"})
_REQUEST_LENGTH = "Trente jours."
HELP_SENT = Holding(
    "cv.CvHelpRequest",
    "Vos demandes et vos propositions d’aide pour un CV",
    "Demander de l’aide à quelqu’un, ou la proposer.",
    _REQUEST_LENGTH,
    by_user("asker"),
    {**_REQUEST, "cv": "Savoir pour quel CV."},
    left_out=_ANSWER | {"id", "asker"},
    expired=lambda now: Q(expires_at__lt=now),
)
HELP_RECEIVED = Holding(
    "cv.CvHelpRequest",
    "Les demandes et les propositions d’aide que vous avez reçues",
    "Vous laisser répondre.",
    _REQUEST_LENGTH,
    lambda user: Q(receiver__isnull=True, address__iexact=user.email) | Q(receiver_id=user.pk),
    {
        **_REQUEST,
        "receiver": "Vous garder la demande quand vous changez d’adresse.",
        "status": "Ne répondre qu’une fois.",
        "told_at": "Ne pas écrire deux fois.",
        "asker": "Savoir qui demande.",
        "decided_at": "Dater votre réponse.",
        "refused_at": "Ne pas vous demander de nouveau.",
    },
    left_out=frozenset({"id", "cv", "consent"}),
    expired=lambda now: Q(expires_at__lt=now),
)


def register_holdings() -> None:
    """Declare them: called when the app is ready."""
    register(PHOTOS, CVS, IMPORTS, VERSIONS, WRITTEN, SHARES, OPENINGS, HELPERS, HELPED)
    register(HELP_SENT, HELP_RECEIVED)
