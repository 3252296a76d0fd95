"""Facts in a form that is read fast: questions and answers, key figures, steps."""

from wagtail.blocks import CharBlock, ListBlock, RichTextBlock

from pages.blocks.base import EditorialBlock, title_block
from pages.blocks.text import ANSWER_FEATURES


class QuestionBlock(EditorialBlock):
    """A question and its answer."""

    question = CharBlock(label="Question", max_length=200)
    answer = RichTextBlock(label="Réponse", features=ANSWER_FEATURES)

    class Meta:
        icon = "help"
        label = "Question"


class FaqBlock(EditorialBlock):
    """Questions fréquentes."""

    title = title_block(required=True)
    questions = ListBlock(QuestionBlock(), label="Questions", min_num=1, max_num=30)

    class Meta:
        icon = "help"
        label = "Questions fréquentes"
        help_text = "Un titre et une question au moins, avec sa réponse."
        description = "Des questions\u00a0; la réponse s’ouvre quand on clique."
        group = "Informer"
        template = "pages/blocks/faq.html"
        preview_value = {
            "title": "Vos questions",
            "questions": [
                {
                    "question": "Faut-il un compte pour répondre à une offre\u00a0?",
                    "answer": "<p>Non. Vous pouvez appeler le service emploi.</p>",
                },
                {
                    "question": "Est-ce payant\u00a0?",
                    "answer": "<p>Jamais. Signalez une annonce qui demande de l’argent.</p>",
                },
            ],
        }


class FigureItemBlock(EditorialBlock):
    """A number and what it counts."""

    figure = CharBlock(label="Chiffre", max_length=12, help_text="Comme 320, 85\u00a0% ou 12 km.")
    legend = CharBlock(label="Ce qu’il compte", max_length=90)

    class Meta:
        icon = "decimal"
        label = "Chiffre"


class KeyFiguresBlock(EditorialBlock):
    """Chiffres clés."""

    title = title_block(required=False)
    figures = ListBlock(FigureItemBlock(), label="Chiffres", min_num=1, max_num=6)
    source = CharBlock(
        label="Source", required=False, max_length=120, help_text="D’où viennent ces chiffres."
    )

    class Meta:
        icon = "decimal"
        label = "Chiffres clés"
        help_text = "D’un à six chiffres, chacun avec ce qu’il compte."
        description = "Un à six chiffres, chacun avec ce qu’il compte."
        group = "Informer"
        template = "pages/blocks/key_figures.html"
        preview_value = {
            "title": "L’emploi dans le Territoire",
            "figures": [
                {"figure": "320", "legend": "offres publiées cette année"},
                {"figure": "85\u00a0%", "legend": "des annonces relues en deux jours"},
            ],
            "source": "Service emploi, 2026",
        }


class StepBlock(EditorialBlock):
    """One step."""

    title = CharBlock(label="Étape", max_length=120)
    text = RichTextBlock(label="Explication", features=ANSWER_FEATURES, required=False)

    class Meta:
        icon = "list-ol"
        label = "Étape"


class StepsBlock(EditorialBlock):
    """Étapes."""

    title = title_block(required=True)
    steps = ListBlock(StepBlock(), label="Étapes", min_num=2, max_num=12)

    class Meta:
        icon = "list-ol"
        label = "Étapes"
        help_text = "Un titre, puis de deux à douze étapes\u00a0; leur explication est facultative."
        description = "Ce qu’il faut faire, dans l’ordre."
        group = "Informer"
        template = "pages/blocks/steps.html"
        preview_value = {
            "title": "Répondre à une offre",
            "steps": [
                {
                    "title": "Lisez l’offre en entier",
                    "text": "<p>Notez le lieu, les horaires et le contrat.</p>",
                },
                {"title": "Appelez ou écrivez", "text": ""},
            ],
        }
