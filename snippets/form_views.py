"""How a screen asks a service: a form, or a button alone.

Nothing here knows who is signed in: `portal.accounts.access` adds that.
"""

from http import HTTPStatus
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView, View

from snippets.errors import DomainError, TooOftenError

Errors = tuple[type[DomainError], ...]
REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY


def status_of(error: DomainError) -> HTTPStatus:
    """The status of a form that is shown again because a service refused."""
    return HTTPStatus.TOO_MANY_REQUESTS if isinstance(error, TooOftenError) else REFUSED


class ServiceFormView(FormView):
    """A form that one service acts on; `act` calls it.

    A form that is shown again keeps what was typed and answers 422, whether a field is wrong or the
    service refused; 429 when it was asked too often.
    """

    # Django's own also takes a PUT for a POST, without its fields.
    http_method_names = ["get", "head", "post", "options"]
    # What the gate of the screen answers itself, since the form would be no use any more.
    left_to_the_gate: ClassVar[Errors] = ()

    def act(self, form: Any) -> str:
        """Call the service and return the sentence that says so. May raise DomainError."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            sentence = self.act(form)
        except self.left_to_the_gate:
            raise
        except DomainError as error:
            return self.refused(form, error)
        return self.done(sentence)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again, what is wrong beside each field."""
        return self.show_again(form)

    def done(self, sentence: str) -> HttpResponse:
        """Say so, and lead to the next screen."""
        if sentence:
            messages.success(self.request, sentence)
        return redirect(self.get_success_url())

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        """Show the form again, the refusal at the field that it names or above them all."""
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return self.show_again(form, status_of(error))

    def show_again(self, form: Any, status: HTTPStatus = REFUSED) -> HttpResponse:
        """The same screen with what was typed."""
        return self.render_to_response(self.get_context_data(form=form), status=status)


class ServiceActionView(View):
    """A button: a service acts, and the screen that it leads to says what happened."""

    http_method_names = ["post", "options"]
    success_url: Any = ""
    left_to_the_gate: ClassVar[Errors] = ()

    def act(self) -> str:
        """Call the service and return the sentence that says so. May raise DomainError."""
        raise NotImplementedError

    def get_success_url(self) -> str:
        return str(self.success_url)

    def get_refused_url(self) -> str:
        """The screen that says why nothing was done: the same, unless there is a better one."""
        return self.get_success_url()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Act, and say so or say why not."""
        try:
            sentence = self.act()
        except self.left_to_the_gate:
            raise
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(self.get_refused_url())
        if sentence:
            messages.success(request, sentence)
        return redirect(self.get_success_url())
