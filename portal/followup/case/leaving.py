"""Forms about somebody who left: they say so, and what may still be done."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.followup.access import rules
from portal.followup.journal.labels import texts_of
from portal.followup.models import Exit
from portal.followup.people.errors import HasLeftError
from snippets.errors import DomainError


class OfActiveCaseMixin:
    """First base of a `CaseFormView` whose service refuses a person who left.

    The form is not offered then. One that was open while somebody recorded the exit shows the exit,
    and what was typed.
    """

    def is_offered(self) -> bool:
        """Whether the form may still be of use."""
        goes_on: bool = not self.case.has_left  # type: ignore[attr-defined]
        return goes_on

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_offered():
            return self.show_left()
        response: HttpResponse = super().get(request, *args, **kwargs)  # type: ignore[misc]
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_offered():
            return self.show_left(self.get_form())  # type: ignore[attr-defined]
        response: HttpResponse = super().post(request, *args, **kwargs)  # type: ignore[misc]
        return response

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        """The exit, when it is what refuses."""
        if isinstance(error, HasLeftError):
            return self.show_left(form)
        response: HttpResponse = super().refused(form, error)  # type: ignore[misc]
        return response

    def show_left(self, form: Any = None) -> HttpResponse:
        """Who recorded the exit and when; 409 to a form that was sent."""
        if form is not None:
            # As it is now: it had not left when the form was opened.
            self.case.refresh_from_db(fields=["state"])  # type: ignore[attr-defined]
        rows = Exit.objects.visible_to(self.person)  # type: ignore[attr-defined]
        context = self.case_context() | {  # type: ignore[attr-defined]
            "exit": rows.filter(beneficiary=self.case).order_by("-on", "-pk").first(),  # type: ignore[attr-defined]
            "may_take_back": rules.may_orient(self.person, self.case),  # type: ignore[attr-defined]
            "typed": texts_of(form.data.dict()) if form is not None else [],
        }
        status = HTTPStatus.OK if form is None else HTTPStatus.CONFLICT
        return render(self.request, "followup/case/left.html", context, status=status)  # type: ignore[attr-defined]
