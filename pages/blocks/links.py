"""Links: to a page of the site, or to an address; one of the two."""

from typing import Any

from wagtail.blocks import CharBlock, ChooserBlock, PageChooserBlock, StructValue

from pages.blocks.base import CheckedStreamBlock, EditorialBlock, Errors
from pages.visibility import visible_pages
from snippets.validators import validate_link

BOTH_TARGETS = "Choisissez une page ou écrivez une adresse, pas les deux."
NO_TARGET = "Ce lien ne mène nulle part\u00a0: choisissez une page ou écrivez une adresse."


class LinkValue(StructValue):
    """A link; `url` is empty when not everybody may read its page."""

    @property
    def url(self) -> str:
        """Where it leads."""
        page = self.get("page")
        if page is not None:
            return (page.url or "") if visible_pages().filter(pk=page.pk).exists() else ""
        return self.get("address") or ""


def page_block() -> ChooserBlock:
    """A page of the site."""
    return PageChooserBlock(label="Page du site", required=False)


def address_block() -> CharBlock:
    """Any other target."""
    return CharBlock(
        label="ou adresse",
        required=False,
        max_length=500,
        validators=[validate_link],
        search_index=False,
        help_text="https://…, mailto:…, tel:… ou une adresse de ce site qui commence par /.",
    )


class _TargetBlock(EditorialBlock):
    """A block with `page` and `address`: one target, neither more nor less."""

    class Meta:
        value_class = LinkValue

    def contradictions(self, value: Any) -> Errors:
        """One target at most."""
        return {"address": BOTH_TARGETS} if value["page"] and value["address"] else {}

    def holes(self, value: Any) -> Errors:
        """A text or a button leads somewhere."""
        return {} if value["page"] or value["address"] else {"page": NO_TARGET}


class LinkBlock(_TargetBlock):
    """A label and a target."""

    label = CharBlock(label="Texte du lien", max_length=60)
    page = page_block()
    address = address_block()

    class Meta:
        icon = "link"
        label = "Lien"
        template = "pages/blocks/link.html"
        preview_value = {"label": "Toutes les offres", "address": "/offres/"}


class CallToActionBlock(_TargetBlock):
    """A question, an answer in a sentence, one button."""

    title = CharBlock(label="Titre", max_length=80)
    text = CharBlock(label="Texte", required=False, max_length=250)
    button = CharBlock(
        label="Texte du bouton",
        max_length=50,
        help_text="Un verbe, comme «\u00a0Proposer une offre\u00a0».",
    )
    page = page_block()
    address = address_block()

    class Meta:
        icon = "pick"
        label = "Appel à l’action"
        description = "Un encadré avec un bouton qui mène à une page, une adresse ou un e-mail."
        group = "Agir"
        template = "pages/blocks/call_to_action.html"
        preview_value = {
            "title": "Vous recrutez\u00a0?",
            "text": "Le service emploi publie votre offre et vous présente des candidats.",
            "button": "Proposer une offre",
            "address": "mailto:emploi@declic.example",
        }


class CallsBlock(CheckedStreamBlock):
    """Calls to action, one under the other."""

    call = CallToActionBlock()

    class Meta:
        required = False


class MenuBlock(CheckedStreamBlock):
    """The links of a menu."""

    link = LinkBlock()

    class Meta:
        required = False
