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
        return self.show_theirs(form, error, {"version": error.row.version})

    def theirs_of(self, row: Any) -> Any:
        """What the template shows of the row as it is now."""
        return row

    def show_theirs(self, form: Any, error: Any, read_on: dict[str, Any]) -> HttpResponse:
        """The form again; `read_on` are the hidden fields that say what it was read on."""
        form.add_error(None, str(error))
        form.data = form.data.copy()
        for name, value in read_on.items():
            form.data[name] = value
        theirs = self.theirs_of(error.row)
        context = self.get_context_data(form=form, theirs=theirs)  # type: ignore[attr-defined]
        answer: HttpResponse = self.render_to_response(  # type: ignore[attr-defined]
            context, status=HTTPStatus.CONFLICT
        )
        return answer
