"""The first replies: kind and plain, one for each use and each reason. Staff change them."""

from django.db import migrations

_SIGNED = "\n\nBonne continuation,\n{organisation}"
_THANKS = "Bonjour {prenom},\n\nMerci d’avoir répondu à notre annonce «\u00a0{annonce}\u00a0». "
_NO = "Nous ne retenons pas votre candidature cette fois-ci"
_SUBJECT_NO = "Votre candidature\u00a0: {annonce}"
_WISHES = (
    "\n\nCe n’est pas un jugement sur votre travail. Nous vous souhaitons de trouver bientôt ce "
    "qui vous va."
)


def _refused(reason: str, title: str, why: str, position: int) -> tuple[str, ...]:
    return ("refused", reason, title, _SUBJECT_NO, f"{_THANKS}{why}{_WISHES}{_SIGNED}", position)


REPLIES = (
    (
        "shortlisted",
        "",
        "Votre candidature nous intéresse",
        "Votre candidature nous intéresse\u00a0: {annonce}",
        f"{_THANKS}Elle nous intéresse, et nous la gardons parmi celles que nous étudions de près."
        "\n\nNous revenons vers vous bientôt. Vous n’avez rien à faire pour l’instant."
        "\n\nÀ bientôt,\n{organisation}",
        1,
    ),
    (
        "interview",
        "",
        "Invitation à un entretien",
        "Rencontrons-nous\u00a0: {annonce}",
        f"{_THANKS}Nous aimerions vous rencontrer."
        "\n\nQuand\u00a0: {date}\nOù\u00a0: {lieu}"
        "\n\nSi ce moment ne vous va pas, répondez à ce message\u00a0: nous en trouverons un autre."
        "\n\nÀ bientôt,\n{organisation}",
        1,
    ),
    (
        "offered",
        "",
        "Proposition",
        "Nous voulons travailler avec vous\u00a0: {annonce}",
        "Bonjour {prenom},\n\nNous avons une bonne nouvelle\u00a0: nous vous proposons "
        "«\u00a0{annonce}\u00a0».\n\nRépondez à ce message pour nous dire si vous êtes d’accord, "
        "ou pour poser vos questions.\n\nÀ bientôt,\n{organisation}",
        1,
    ),
    (
        "hired",
        "",
        "Bienvenue",
        "Bienvenue chez {organisation}",
        "Bonjour {prenom},\n\nNous sommes heureux de vous accueillir pour «\u00a0{annonce}\u00a0»."
        "\n\nNous vous disons bientôt quand et où vous présenter, et quels papiers apporter."
        "\n\nÀ bientôt,\n{organisation}",
        1,
    ),
    _refused("", "Réponse pour tous les motifs", f"{_NO}.", 1),
    _refused(
        "profile",
        "Un autre profil",
        f"{_NO}\u00a0: nous cherchons un autre profil.",
        2,
    ),
    _refused(
        "experience",
        "Plus d’expérience demandée",
        f"{_NO}\u00a0: il faut plus d’expérience. N’hésitez pas à nous écrire de nouveau "
        "quand vous en aurez.",
        3,
    ),
    _refused(
        "licence",
        "Un permis ou une habilitation manque",
        f"{_NO}\u00a0: il faut un permis ou une habilitation. Le service emploi du "
        "Département peut vous dire quelles aides existent pour l’obtenir.",
        4,
    ),
    _refused(
        "mobility",
        "Le trajet est trop difficile",
        f"{_NO}\u00a0: le lieu ou les trajets ne vont pas avec ce que vous nous dites. "
        "Le service emploi du Département peut vous parler des aides à la mobilité.",
        5,
    ),
    _refused(
        "availability",
        "Les disponibilités ne vont pas ensemble",
        f"{_NO}\u00a0: vos disponibilités et nos horaires ne vont pas ensemble.",
        6,
    ),
    _refused(
        "filled",
        "L’annonce est pourvue",
        "Cette annonce est maintenant pourvue\u00a0: nous avons choisi quelqu’un d’autre.",
        7,
    ),
    _refused("other", "Autre motif", f"{_NO}.", 8),
    (
        "session",
        "",
        "Message à propos de la session",
        "À propos de «\u00a0{annonce}\u00a0»",
        "Bonjour {prenom},\n\nVous êtes inscrit·e à «\u00a0{annonce}\u00a0», {date}, {lieu}."
        "\n\n\n\nÀ bientôt,\n{organisation}",
        1,
    ),
)


def lay(apps, schema_editor):
    """Only where there is none yet."""
    model = apps.get_model("participation", "ReplyTemplate")
    if model.objects.exists():
        return
    names = ("use", "reason", "title", "subject", "text", "position")
    model.objects.bulk_create(model(**dict(zip(names, row, strict=True))) for row in REPLIES)


class Migration(migrations.Migration):
    dependencies = [("participation", "0001_initial")]
    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
