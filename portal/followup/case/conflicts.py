"""Two people change one row: the second sees what the first wrote, beside their own words."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

from portal.followup.rows.versions import ChangedMeanwhileError
from snippets.errors import DomainError


class ShowsTheirsMixin:
    """For a `CaseFormView` whose form has a hidden `version`. The template shows `theirs`.

    The form that is shown again has the new version: saved once more, it is meant.
    """

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        """The row as it is now, beside the form, with 409."""
        if not isinstance(error, ChangedMeanwhileError):
            response: HttpResponse = super().refused(form, error)  # type: ignore[misc]
            return response
        form.add_error(None, str(error))
        form.data = form.data.copy()
        form.data["version"] = error.row.version
        context = self.get_context_data(form=form, theirs=error.row)  # type: ignore[attr-defined]
        answer: HttpResponse = self.render_to_response(  # type: ignore[attr-defined]
            context, status=HTTPStatus.CONFLICT
        )
        return answer
