"""Files of the library: images, documents to download."""

from typing import Any

from wagtail.blocks import CharBlock, ListBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from pages.blocks.base import EditorialBlock, title_block
from snippets.models import SiteDocument, SiteImage
from snippets.site import site_settings


class FigureBlock(EditorialBlock):
    """An image; its alternative text is required unless it is marked as decorative."""

    image = ImageBlock(label="Image")
    caption = CharBlock(label="Légende", required=False, max_length=200)
    credit = CharBlock(
        label="Crédit", required=False, max_length=100, help_text="L’auteur de la photo."
    )

    class Meta:
        # The preview shows an image of the library, or a drawing when it is empty.

        icon = "image"
        label = "Image"
        description = "Une photo ou un dessin, avec sa légende."
        group = "Texte et images"
        template = "pages/blocks/figure.html"

    def get_preview_value(self) -> Any:
        """The newest image of the library."""
        image = SiteImage.objects.order_by("-pk").first()
        return self.normalize(
            {
                "image": {
                    "image": image,
                    "alt_text": "Deux personnes en entretien",
                    "decorative": False,
                },
                "caption": "Un entretien lors d’un job dating.",
                "credit": site_settings().authority,
            }
        )


class DocumentBlock(EditorialBlock):
    """One file to download."""

    document = DocumentChooserBlock(label="Document")
    title = CharBlock(
        label="Titre affiché",
        required=False,
        max_length=120,
        help_text="Vide\u00a0: le titre du document dans la bibliothèque.",
    )

    class Meta:
        icon = "doc-full"
        label = "Document"


class DocumentsBlock(EditorialBlock):
    """Files to download, with their format and size."""

    title = title_block(required=False)
    documents = ListBlock(DocumentBlock(), label="Documents", min_num=1, max_num=20)

    class Meta:
        icon = "doc-full-inverse"
        label = "Documents"
        description = "Des fichiers à télécharger, avec leur format et leur poids."
        group = "Informer"
        template = "pages/blocks/documents.html"

    def get_preview_value(self) -> Any:
        """A document that stands for those of the library."""
        sample = SiteDocument(
            pk=0, title="Guide du candidat", file="documents/guide.pdf", file_size=245_760
        )
        return self.normalize(
            {"title": "À télécharger", "documents": [{"document": sample, "title": ""}]}
        )
