"""The profile: a summary, and a few questions at a time."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy

from portal.candidates.completeness import completeness
from portal.candidates.forms.profile import STEPS, StepForm
from portal.candidates.services.profile import profile_of, save_profile
from portal.candidates.summary import summary
from portal.candidates.views.base import SpaceView
from snippets.form_views import ServiceFormView


class ProfileView(SpaceView):
    """What the person said, and the one thing that would help most now."""

    def get(self, request: HttpRequest) -> HttpResponse:
        profile = profile_of(self.person)
        context = {"sections": summary(profile), "state": completeness(profile)}
        return render(request, "candidates/profile/home.html", context)


class StepView(SpaceView, ServiceFormView):
    """One screen of questions."""

    template_name = "candidates/profile/step.html"
    # Back to the summary, which proposes the next question.
    success_url = reverse_lazy("candidates:profile")

    def get_form_class(self) -> type[StepForm]:
        """The questions that the address names. Raises Http404."""
        step = self.kwargs["step"]
        if step not in STEPS:
            raise Http404
        return STEPS[step]

    def get_initial(self) -> dict[str, Any]:
        return self.get_form_class().initial_of(profile_of(self.person))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # The form first: it refuses a step that does not exist.
        context = super().get_context_data(**kwargs)
        number = list(STEPS).index(self.kwargs["step"]) + 1
        return {**context, "number": number, "total": len(STEPS)}

    def act(self, form: StepForm) -> str:
        save_profile(user=self.person, values=form.values, trades=form.trades)
        return "C’est enregistré."
