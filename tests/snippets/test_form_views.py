"""The base of the screens that ask a service."""

import pytest
from django import forms
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse
from django.test import RequestFactory

from snippets.errors import DomainError, TooOftenError
from snippets.form_views import ServiceActionView, ServiceFormView


class GoneError(DomainError):
    """What a gate answers."""


class NameForm(forms.Form):
    name = forms.CharField()


class NameView(ServiceFormView):
    form_class = NameForm
    success_url = "/fait/"
    left_to_the_gate = (GoneError,)
    error: DomainError | None = None

    def act(self, form):
        if self.error:
            raise self.error
        return f"C’est noté : {form.cleaned_data['name']}."

    def render_to_response(self, context, **options):
        form = context["form"]
        shown = [str(form.errors.as_data()), form["name"].value() or ""]
        return HttpResponse("\n".join(shown), **options)


class Button(ServiceActionView):
    success_url = "/fait/"
    error: DomainError | None = None

    def act(self):
        if self.error:
            raise self.error
        return "C’est fait."

    def get_refused_url(self):
        return "/refus/"


def post(view, error=None, **typed):
    request = RequestFactory().post("/", typed)
    for middleware in (SessionMiddleware, MessageMiddleware):
        middleware(HttpResponse).process_request(request)
    response = view.as_view(error=error)(request)
    return response, [str(message) for message in request._messages]


def test_what_a_service_did_is_said_on_the_next_screen():
    response, said = post(NameView, name="Zoé")
    assert (response.status_code, response["Location"]) == (302, "/fait/")
    assert said == ["C’est noté : Zoé."]


@pytest.mark.parametrize(
    ("error", "status", "place"),
    [
        (DomainError("Ce nom est pris.", field="name"), 422, "{'name':"),
        (DomainError("Ce nom est pris."), 422, "{'__all__':"),
        (DomainError("Ce nom est pris.", field="not_in_this_form"), 422, "{'__all__':"),
        (TooOftenError("Ce nom est pris."), 429, "{'__all__':"),
    ],
)
def test_a_refusal_is_shown_at_its_place_with_what_was_typed(error, status, place):
    response, said = post(NameView, error, name="Zoé")
    shown = response.content.decode()
    assert response.status_code == status
    assert shown.startswith(place)
    assert "Ce nom est pris." in shown
    assert shown.endswith("\nZoé")
    assert said == []


def test_a_field_that_is_not_right_has_the_status_of_a_refusal():
    response, _ = post(NameView, name="")
    assert response.status_code == 422


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_form_is_sent_by_a_post_alone(method):
    request = getattr(RequestFactory(), method)("/", "name=Zoé")
    assert NameView.as_view()(request).status_code == 405


def test_what_the_gate_answers_passes_the_form():
    with pytest.raises(GoneError):
        post(NameView, GoneError("Ce n’est plus là."), name="Zoé")


def test_a_button_says_what_was_done_or_why_not():
    response, said = post(Button)
    assert (response["Location"], said) == ("/fait/", ["C’est fait."])
    response, said = post(Button, DomainError("C’est trop tard."))
    assert (response["Location"], said) == ("/refus/", ["C’est trop tard."])
