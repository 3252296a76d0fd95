"""What the screens of organisations share."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.generic import FormView, View

from portal.accounts.actors import Actor
from portal.accounts.errors import AccountError
from portal.organisations.scope import managed_organisation_for, organisation_for
from snippets.models import Organisation


class ScopedMixin:
    """A screen of one organisation, `slug` in its address: 404 for whoever may not read it."""

    organisation: Organisation
    here = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the organisation first."""
        self.organisation = self.find(request.user, kwargs["slug"])
        response: HttpResponseBase = super().dispatch(  # type: ignore[misc]
            request, *args, **kwargs
        )
        return response

    def find(self, user: Any, slug: str) -> Organisation:
        """The organisation in reach."""
        return organisation_for(user, slug)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the heading and the navigation need."""
        context: dict[str, Any] = super().get_context_data(  # type: ignore[misc]
            organisation=self.organisation, here=self.here, **kwargs
        )
        return context


class ManagedMixin(ScopedMixin):
    """The same, for whoever may change its members."""

    def find(self, user: Any, slug: str) -> Organisation:
        """The organisation in reach."""
        return managed_organisation_for(user, slug)


class ServiceFormView(FormView):
    """A form that a service acts on; what it refuses is said above the form, which stays filled."""

    def act(self, form: Any, actor: Actor) -> str:
        """Do it, and return the sentence that says so. May raise AccountError."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        """Act, then show the next screen."""
        try:
            sentence = self.act(form, Actor.of(self.request))
        except AccountError as error:
            return self.refused(form, error)
        messages.success(self.request, sentence)
        return redirect(self.get_success_url())

    def refused(self, form: forms.BaseForm, error: AccountError) -> HttpResponse:
        """Show the form again with what was refused."""
        form.add_error(None, str(error))
        return self.form_invalid(form)

    def form_invalid(self, form: forms.BaseForm) -> HttpResponse:
        """Show the form again."""
        context = self.get_context_data(form=form)
        return self.render_to_response(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


class ServiceActionView(View):
    """A button: a service acts, and the screen it was on says what happened."""

    http_method_names = ["post", "options"]

    def act(self, actor: Actor) -> str:
        """Do it, and return the sentence that says so. May raise AccountError."""
        raise NotImplementedError

    def get_success_url(self) -> str:
        """The screen to come back to."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Act."""
        try:
            messages.success(request, self.act(Actor.of(request)))
        except AccountError as error:
            messages.error(request, str(error))
        return redirect(self.get_success_url())
