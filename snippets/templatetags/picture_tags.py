"""Wagtail's image tags, for pages that stay up: a picture whose size cannot be made is left out."""

from typing import Any

from django import template
from django.template.base import Parser, Token
from wagtail.images.models import Picture
from wagtail.images.templatetags import wagtailimages_tags as wagtail_tags

from snippets.pictures.showing import rendition_or_none, renditions_or_none

register = template.Library()


class ImageNode(wagtail_tags.ImageNode):
    """`{% image %}`: nothing, or None under its name, when there is no such size."""

    def render(self, context: Any) -> str:
        """Wagtail's own would show a broken image, or fall."""
        image = self.validate_image(context)
        shown = rendition_or_none(image, self.get_filter()) if image else None
        if self.output_var_name:
            context[self.output_var_name] = shown
            return ""
        return str(shown.img_tag(_resolved(self, context))) if shown else ""


class PictureNode(wagtail_tags.PictureNode):
    """`{% picture %}`, the same."""

    def render(self, context: Any) -> str:
        """Every size, or nothing."""
        image = self.validate_image(context)
        shown = renditions_or_none(image, self.get_filters()) if image else None
        return str(Picture(shown, _resolved(self, context)).__html__()) if shown else ""


def _resolved(node: Any, context: Any) -> dict[str, Any]:
    return {name: value.resolve(context) for name, value in node.attrs.items()}


def _of_ours(kind: type[Any]) -> Any:
    def compiled(parser: Parser, token: Token) -> Any:
        node = wagtail_tags.image(parser, token)
        return kind(
            node.image_expr,
            node.filter_specs,
            attrs=node.attrs,
            output_var_name=node.output_var_name,
        )

    return compiled


register.tag("image", _of_ours(ImageNode))
register.tag("picture", _of_ours(PictureNode))
