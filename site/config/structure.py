"""What a site needs to stand: laid after each migrate, never twice."""

from typing import Any

from django.db import connections, transaction
from django.template.loader import render_to_string
from django.urls import reverse


def after_migrate(using: str, **kwargs: Any) -> None:
    """Make the page tree, the levels and the workflow where they are missing.

    Called after a migration and after a test's flush, which empties even Wagtail's own rows.
    A few reads when nothing is missing. Does nothing while a table is not there yet.
    """
    from pages import structure
    from portal.accounts import levels

    introspection = connections[using].introspection
    installed = introspection.installed_models(introspection.table_names())
    if using != "default" or not installed.issuperset(introspection.get_migratable_models()):
        return
    with transaction.atomic():
        structure.lay_pages()
        structure.lay_content_page(**sponsors_page())
        structure.lay_content_page(**help_page())
        levels.sync_levels()
        structure.lay_workflow(levels.reviewers(), others=levels.other_levels())
        structure.lay_nomenclatures()


def sponsors_page() -> dict[str, Any]:
    """The page that recruits sponsors: the home page and `/devenir-parrain/` lead there."""
    titles = (
        "Vous vous proposez en ligne, en deux minutes",
        "La coordination vous appelle, puis vous rencontre",
        "Vous signez la charte\u00a0: elle tient sur une page",
        "Une personne vous est proposée\u00a0: vous dites oui ou non",
    )
    steps = [{"title": title, "text": ""} for title in titles]
    call = {
        "title": "Vous voulez parrainer\u00a0?",
        "text": "Dites-nous votre métier et quand vous êtes disponible.",
        "button": "Proposer mon aide",
        "page": None,
        "address": reverse("sponsorship:become"),
    }
    return {
        "slug": reverse("sponsorship:recruit").strip("/"),
        "title": "Devenir parrain ou marraine",
        "introduction": (
            "Donnez quelques heures par mois à une personne qui cherche un emploi. Votre "
            "expérience et votre réseau peuvent tout changer."
        ),
        "body": [
            {"type": "text", "value": render_to_string("sponsorship/recruiting.html").strip()},
            {"type": "steps", "value": {"title": "Comment commencer", "steps": steps}},
            {"type": "call_to_action", "value": call},
        ],
    }


def help_page() -> dict[str, Any]:
    """The page of help: the menu leads there."""
    call = {
        "title": "Vous préférez parler à quelqu’un\u00a0?",
        "text": "Laissez votre numéro\u00a0: le service emploi vous appelle.",
        "button": "Être rappelé·e",
        "page": None,
        "address": reverse("participation:call_me"),
    }
    return {
        "slug": reverse("participation:help").strip("/"),
        "title": "Aide",
        "introduction": "Chercher une offre, postuler, faire un CV, être rappelé·e\u00a0: "
        "les réponses courtes aux questions de tous les jours.",
        "body": [
            {"type": "text", "value": render_to_string("participation/help.html").strip()},
            {"type": "call_to_action", "value": call},
        ],
    }
