"""Pages whose address never changes: everything below them depends on it."""

from typing import ClassVar

from django.core.exceptions import ValidationError


class FrozenSlugMixin:
    """A page that keeps the slug it was made with."""

    # Renaming it would rewrite the address of every page below.
    frozen_slug: ClassVar[str]

    def clean(self) -> None:
        """Refuse another slug than the frozen one, on creation as well."""
        super().clean()  # type: ignore[misc]
        self._refuse_renaming()

    def minimal_clean(self) -> None:
        """The same for a draft, which Wagtail checks less."""
        super().minimal_clean()  # type: ignore[misc]
        self._refuse_renaming()

    def _refuse_renaming(self) -> None:
        if self.slug != self.frozen_slug:  # type: ignore[attr-defined]
            message = (
                f"Cette adresse ne change pas\u00a0: gardez «\u00a0{self.frozen_slug}\u00a0». "
                "Toutes les pages qu’elle contient en dépendent."
            )
            raise ValidationError({"slug": message})
