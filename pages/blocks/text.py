"""Words: text, quotations."""

from typing import Any

from wagtail.blocks import CharBlock, RichTextBlock, TextBlock

from pages.blocks.base import PREVIEW_TEMPLATE, EditorialBlock, Errors

TEXT_FEATURES = ["h2", "h3", "h4", "bold", "italic", "ul", "ol", "link", "document-link"]
ANSWER_FEATURES = ["bold", "italic", "ul", "ol", "link", "document-link"]


class RichTextContentBlock(RichTextBlock):
    """Running text with headings, lists and links."""

    def __init__(self, features: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(features=features or TEXT_FEATURES, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = "Texte"
        description = "Des paragraphes, des titres, des listes et des liens."
        group = "Texte et images"
        template = "pages/blocks/text.html"
        preview_template = PREVIEW_TEMPLATE
        preview_value = (
            "<h2>Être accompagné vers l’emploi</h2>"
            "<p>Le service emploi vous reçoit sans rendez-vous le mardi matin. "
            "<b>C’est gratuit</b> et ouvert à tous.</p>"
            "<ul><li>préparer un CV</li><li>répondre à une offre</li></ul>"
        )


class QuoteBlock(EditorialBlock):
    """What somebody said."""

    text = TextBlock(label="Citation", max_length=500, help_text="Sans guillemets.")
    author = CharBlock(label="Qui parle", max_length=80)
    role = CharBlock(
        label="Sa fonction",
        required=False,
        max_length=120,
        help_text="Son métier, son entreprise, son parcours.",
    )

    class Meta:
        icon = "openquote"
        label = "Citation"
        description = "La parole d’une personne, avec son nom."
        group = "Texte et images"
        template = "pages/blocks/quote.html"
        preview_value = {
            "text": "J’ai trouvé mon poste en trois semaines, à dix minutes de chez moi.",
            "author": "Inès, 24 ans",
            "role": "aide-soignante",
        }

    def contradictions(self, value: Any) -> Errors:
        """The page draws the quotation marks itself."""
        text = value["text"].strip()
        if text[:1] in {"«", "“", '"'} and text[-1:] in {"»", "”", '"'}:
            return {"text": "Retirez les guillemets\u00a0: la page les ajoute."}
        return {}
