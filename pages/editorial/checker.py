"""Wagtail's content checker, in the editor and on the site, with rules and words for our staff."""

from wagtail.admin.userbar import ContentCheckerItem


class ContentChecker(ContentCheckerItem):
    """Checks what an editor writes, not the frame of the site around it."""

    axe_include = ["main"]
    axe_run_only = [
        *ContentCheckerItem.axe_run_only,
        "image-alt",
        "image-redundant-alt",
        "list",
        "page-has-heading-one",
    ]
    axe_messages = {
        "button-name": {
            "error_name": "Un bouton n’a pas de texte",
            "help_text": "Écrivez ce que fait le bouton.",
        },
        "empty-heading": {
            "error_name": "Un titre est vide",
            "help_text": "Écrivez-le ou retirez-le.",
        },
        "empty-table-header": {
            "error_name": "L’en-tête d’un tableau est vide",
            "help_text": "Nommez chaque colonne.",
        },
        "frame-title": {
            "error_name": "Un cadre n’a pas de titre",
            "help_text": "Dites ce qu’il contient.",
        },
        "heading-order": {
            "error_name": "Un titre saute un niveau",
            "help_text": "Après un titre 2 vient un titre 3, pas un titre 4.",
        },
        "input-button-name": {
            "error_name": "Un bouton n’a pas de texte",
            "help_text": "Écrivez ce que fait le bouton.",
        },
        "link-name": {
            "error_name": "Un lien n’a pas de texte",
            "help_text": "Le texte dit où mène le lien.",
        },
        "p-as-heading": {
            "error_name": "Un paragraphe en gras sert de titre",
            "help_text": "Choisissez «\u00a0Titre\u00a0» dans la barre de l’éditeur.",
        },
        "alt-text-quality": {
            "error_name": "Le texte alternatif ressemble à un nom de fichier",
            "help_text": "Dites ce que montre l’image.",
        },
        "empty-meta-description": {
            "error_name": "La page n’a pas de description",
            "help_text": "Écrivez le chapô, ou une description dans l’onglet Promotion.",
        },
        "image-alt": {
            "error_name": "Une image n’a pas de texte alternatif",
            "help_text": "Dites ce qu’elle montre, ou marquez-la comme décorative.",
        },
        "image-redundant-alt": {
            "error_name": "Le texte alternatif répète le texte du lien",
            "help_text": "Gardez l’un des deux.",
        },
        "list": {
            "error_name": "Une liste est mal formée",
            "help_text": "Faites-la avec le bouton «\u00a0Liste\u00a0» de l’éditeur.",
        },
        "page-has-heading-one": {
            "error_name": "La page n’a pas de titre principal",
            "help_text": "Écrivez le titre de la page.",
        },
    }
