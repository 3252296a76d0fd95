"""A form with the version that was read, sent again over what somebody else changed meanwhile."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

from portal.followup.rows.versions import ChangedMeanwhileError
from snippets.errors import DomainError
from snippets.form_views import status_of


class SentAgainMixin:
    """First base of a `ServiceFormView` whose form has a hidden `version`.

    What was typed is kept, and the form takes the present version: sent again once it was read, it
    is accepted.
    """

    def refreshed(self, error: DomainError) -> dict[str, Any]:
        """What the form must know of what changed; nothing for another refusal."""
        return {"version": error.row.version} if isinstance(error, ChangedMeanwhileError) else {}

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        """Show the form again: 409 when it may be sent again as it is."""
        status = status_of(error)
        if fresh := self.refreshed(error):
            form.data = form.data.copy()
            form.data.update({name: str(value) for name, value in fresh.items()})
            status = HTTPStatus.CONFLICT
        form.add_error(error.field if error.field in form.fields else None, str(error))
        response: HttpResponse = self.show_again(form, status)  # type: ignore[attr-defined]
        return response
