"""The profile: a summary, and a few questions at a time."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from portal.candidates.completeness import completeness
from portal.candidates.forms.profile import STEPS, StepForm
from portal.candidates.services.profile import profile_of, save_profile
from portal.candidates.summary import summary
from portal.candidates.views.base import SpaceView


class ProfileView(SpaceView):
    """What the person said, and the one thing that would help most now."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Read it."""
        profile = profile_of(self.person)
        context = {"sections": summary(profile), "state": completeness(profile)}
        return render(request, "candidates/profile/home.html", context)


class StepView(SpaceView):
    """One screen of questions."""

    def get(self, request: HttpRequest, step: str) -> HttpResponse:
        """Ask them."""
        form_class = _form_class(step)
        form = form_class(initial=form_class.initial_of(profile_of(self.person)))
        return self._page(form, step)

    def post(self, request: HttpRequest, step: str) -> HttpResponse:
        """Save, say so, then back to the summary, which proposes the next question."""
        form = _form_class(step)(request.POST)
        if not form.is_valid():
            return self._page(form, step, HTTPStatus.UNPROCESSABLE_ENTITY)
        save_profile(user=self.person, values=form.values, trades=form.trades)
        messages.success(request, "C’est enregistré.")
        return redirect("candidates:profile")

    def _page(self, form: StepForm, step: str, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
        context = {"form": form, "number": list(STEPS).index(step) + 1, "total": len(STEPS)}
        return render(self.request, "candidates/profile/step.html", context, status=status)


def _form_class(step: str) -> type[StepForm]:
    if step not in STEPS:
        raise Http404
    return STEPS[step]
