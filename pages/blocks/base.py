"""What every block of an editorial page shares: its preview, and errors told at their place."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import BadRequest, ValidationError
from wagtail.blocks import CharBlock, StreamBlock, StructBlock
from wagtail.blocks.struct_block import StructBlockValidationError

PREVIEW_TEMPLATE = "pages/blocks/preview.html"
TITLE_HELP = "Un titre court, affiché au-dessus."

Errors = dict[str, str]


class EditorialBlock(StructBlock):
    """A block of several fields. A draft may have holes, never contradictions."""

    class Meta:
        # The block picker shows the block as the public sees it, with sample content.

        preview_template = PREVIEW_TEMPLATE

    def clean(self, value: Any) -> Any:
        """Check the fields, then what they say together."""
        value = super().clean(value)
        errors = self.contradictions(value)
        if not self.is_deferred_validation:
            errors = {**self.holes(value), **errors}
        if errors:
            raise StructBlockValidationError(
                block_errors={name: ValidationError(message) for name, message in errors.items()}
            )
        return value

    def get_preview_value(self) -> Any:
        """The sample, with the default of each field that it leaves out."""
        value = super().get_preview_value()
        for name, child in self.child_blocks.items():
            value.setdefault(name, child.get_default())
        return value

    def contradictions(self, value: Any) -> Errors:
        """What cannot be true together, by field."""
        return {}

    def holes(self, value: Any) -> Errors:
        """What one field needs of another before the page is published, by field."""
        return {}


class CheckedStreamBlock(StreamBlock):
    """A list of blocks that refuses a form which the editor did not send."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, prefix: str) -> Any:
        """Read the editor's form. Raises BadRequest: half a form would erase blocks."""
        try:
            return super().value_from_datadict(data, files, prefix)
        # The stock blocks take counts, types and orders for granted.
        except (LookupError, ValueError, TypeError) as error:
            message = f"The blocks “{prefix}” do not come from the editor."
            raise BadRequest(message) from error


def title_block(*, required: bool) -> CharBlock:
    """The heading (h2) of a block."""
    return CharBlock(label="Titre", required=required, max_length=120, help_text=TITLE_HELP)
