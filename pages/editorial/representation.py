"""The body of editorial pages as plain JSON, for other sites: absolute addresses, nothing private.

Read from the blocks as they are stored, so that what many pages refer to is fetched at once: one
query for the pages, one for the images, one for the documents and one for the communes.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.html import format_html
from wagtail.blocks import (
    ChooserBlock,
    ListBlock,
    PageChooserBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
)
from wagtail.models import Page
from wagtail.rich_text.rewriters import LinkRewriter

from pages.blocks.links import LinkValue
from pages.rich_text import MAX_KEY, with_whole_addresses
from snippets.models import Commune, SiteDocument, SiteImage
from snippets.pictures.showing import rendition_or_none
from snippets.site import absolute

IMAGE_SIZE = "max-1600x1600"
_LINKED: dict[str, type[Model]] = {"page": Page, "document": SiteDocument}
Raw = Any


class Representation:
    """What some bodies and texts say, once `collect` or `collect_html` has seen each of them.

    `sources` gives, for each model that blocks choose from, the rows that everybody may see; what
    is not among them is left out, and a link to it becomes plain text.
    """

    def __init__(self, sources: dict[type[Model], Callable[[], QuerySet[Any]]]) -> None:
        self._sources = sources
        self._wanted: dict[type[Model], set[Any]] = defaultdict(set)
        self._found: dict[type[Model], dict[Any, Any]] = {}
        self._links = LinkRewriter(
            bulk_rules={
                kind: lambda attrs, model=model: [self._anchor(model, item) for item in attrs]
                for kind, model in _LINKED.items()
            },
            reference_extractors={
                kind: lambda attrs, model=model: [(model, attrs.get("id"))]
                for kind, model in _LINKED.items()
            },
        )

    def collect(self, block: Any, raw: Raw) -> None:
        """Note what a stored value refers to, all the way down."""
        if isinstance(block, RichTextBlock):
            self.collect_html(raw)
        elif isinstance(block, ChooserBlock):
            self._want(_model(block), raw)
        else:
            for child, value in _children(block, raw):
                self.collect(child, value)

    def collect_html(self, html: str) -> None:
        """Note what a stored rich text links to."""
        for model, key in self._links.extract_references(html or ""):
            self._want(model, key)

    def collect_image(self, key: Any) -> None:
        """Note an image by its key."""
        self._want(SiteImage, key)

    def body(self, stream: Any) -> list[dict[str, Any]]:
        """The blocks of a StreamField's value: `type`, `id`, `value`."""
        block = stream.stream_block
        return [
            {
                "type": child["type"],
                "id": child.get("id"),
                "value": self._value(block.child_blocks[child["type"]], child["value"]),
            }
            for child in stream.raw_data
            if child["type"] in block.child_blocks
        ]

    def html(self, text: str) -> str:
        """A stored rich text, its links as addresses."""
        return with_whole_addresses(self._links(text or ""))

    def image(self, key: Any) -> dict[str, Any] | None:
        """An image by its key; None when it is gone or private."""
        return self._chosen(SiteImage, key)

    def _want(self, model: type[Model], key: Any) -> None:
        if model in self._sources and key not in (None, ""):
            self._wanted[model].add(_key(model, key))

    def _get(self, model: type[Model], key: Any) -> Any:
        """A row that everybody may see; the first question about a model fetches them all."""
        if model not in self._sources or key in (None, ""):
            return None
        if model not in self._found:
            wanted = self._sources[model]().filter(pk__in=self._wanted[model])
            self._found[model] = {row.pk: row for row in wanted}
        return self._found[model].get(_key(model, key))

    def _value(self, block: Any, raw: Raw) -> Any:
        """What one stored value says."""
        if isinstance(block, RichTextBlock):
            return self.html(raw)
        if isinstance(block, ChooserBlock):
            return self._chosen(_model(block), raw)
        if isinstance(block, StructBlock):
            said = {
                name: self._value(child, (raw or {}).get(name))
                for name, child in block.child_blocks.items()
            }
            if block.meta.value_class is LinkValue:
                page, address = said.pop("page"), said.pop("address")
                said["url"] = page["html_url"] if page else self._absolute(address or "")
            return said
        if isinstance(block, (ListBlock, StreamBlock)):
            return [self._value(child, value) for child, value in _children(block, raw)]
        return raw

    def _chosen(self, model: type[Model], key: Any) -> dict[str, Any] | None:
        row = self._get(model, key)
        return _WRITERS[model](self, row) if row is not None else None

    def _anchor(self, model: type[Model], attrs: dict[str, str]) -> str:
        """The opening tag of a link; without an address when its target may not be read."""
        key = attrs.get("id")
        row = self._get(model, key) if key and key.isdecimal() else None
        if row is None:
            return "<a>"
        address = self._page_url(row) if model is Page else self._absolute(row.url)
        return format_html('<a href="{}">', address)

    def _page_url(self, page: Page) -> str:
        return page_url(page) or ""

    def _absolute(self, address: str) -> str:
        return absolute(address) if address.startswith("/") else address

    def _page(self, page: Any) -> dict[str, Any]:
        return {"id": page.pk, "title": page.title, "html_url": self._page_url(page)}

    def _image(self, image: Any) -> dict[str, Any]:
        return {
            "id": image.pk,
            "title": image.title,
            "alt": image.description,
            "width": image.width,
            "height": image.height,
            "download_url": image_url(image),
        }

    def _document(self, document: Any) -> dict[str, Any]:
        return {
            "id": document.pk,
            "title": document.title,
            "extension": document.file_extension,
            "size": document.file_size,
            "download_url": self._absolute(document.url),
        }

    def _commune(self, commune: Any) -> dict[str, Any]:
        return {"insee_code": commune.pk, "name": commune.name}


_WRITERS: dict[type[Model], Callable[[Representation, Any], dict[str, Any]]] = {
    Page: Representation._page,  # noqa: SLF001 - its own table
    SiteImage: Representation._image,  # noqa: SLF001
    SiteDocument: Representation._document,  # noqa: SLF001
    Commune: Representation._commune,  # noqa: SLF001
}


def page_url(page: Page) -> str | None:
    """A page's public address: the site's own, whatever host the CMS believes to be on."""
    parts = page.get_url_parts()
    return absolute(parts[2]) if parts and parts[2] else None


def image_url(image: SiteImage) -> str | None:
    """The address of an image in its largest size, as nobody is given originals.

    None when no size can be made of it: its file is gone, or damaged.
    """
    rendition = rendition_or_none(image, IMAGE_SIZE)
    return absolute(rendition.url) if rendition else None


def _children(block: Any, raw: Raw) -> Iterable[tuple[Any, Raw]]:
    """(block, stored value) of what a block holds; nothing for one that holds a plain value."""
    if isinstance(block, StreamBlock):
        for child in raw or []:
            if child["type"] in block.child_blocks:
                yield block.child_blocks[child["type"]], child["value"]
    elif isinstance(block, ListBlock):
        for child in raw or []:
            # Lists written before blocks had ids hold bare values.
            wrapped = isinstance(child, dict) and child.get("type") == "item"
            yield block.child_block, child["value"] if wrapped else child
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield child, (raw or {}).get(name)


def _model(block: ChooserBlock) -> type[Model]:
    """What a block chooses from: any page, whatever the types that the chooser offers."""
    return Page if isinstance(block, PageChooserBlock) else block.model_class


def _key(model: type[Model], key: Any) -> Any:
    """A key as the database gives it, None for what is none: rich text holds numbers as text."""
    field = model._meta.pk  # noqa: SLF001 - public, in spite of its name
    try:
        found = field.to_python(key) if field is not None else key
    except ValidationError:
        return None
    return None if isinstance(found, int) and found > MAX_KEY else found
