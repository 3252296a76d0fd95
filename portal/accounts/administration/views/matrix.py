"""The matrix: which level may do what."""

from typing import Any

from django.views.generic import TemplateView

from portal.accounts.administration import matrix
from portal.accounts.administration.views.base import AdministrationMixin
from portal.accounts.capability import Reach
from portal.accounts.level_names import OF_STAFF, LevelName


class MatrixView(AdministrationMixin, TemplateView):
    """The table, and what one level reads of it."""

    template_name = "accounts/administration/matrix.html"
    section = "matrix"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The whole table, and the level chosen in the address."""
        chosen = self.request.GET.get("niveau", LevelName.CANDIDATE)
        labels = dict(matrix.COLUMNS)
        chosen = chosen if chosen in labels else LevelName.CANDIDATE.value
        return super().get_context_data(
            columns=matrix.COLUMNS,
            areas=list(matrix.areas()),
            span=len(matrix.COLUMNS) + 1,
            everything=Reach.ALL,
            chosen=chosen,
            chosen_label=labels[chosen],
            is_chosen_staff=chosen in OF_STAFF,
            held=list(matrix.held_by(chosen)),
            **kwargs,
        )
