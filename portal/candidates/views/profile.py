"""The profile: a summary, and a few questions at a time."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from portal.candidates.completeness import completeness
from portal.candidates.forms.profile import STEPS, StepForm
from portal.candidates.nearby import nearby_offers
from portal.candidates.services.profile import profile_of, save_profile
from portal.candidates.summary import summary
from portal.candidates.views.base import SpaceView
from snippets.form_views import ServiceFormView


class ProfileView(SpaceView):
    """What the person said, and the one thing that would help most now."""

    def get(self, request: HttpRequest) -> HttpResponse:
        profile = profile_of(self.person)
        state = completeness(profile)
        context = {
            "sections": summary(profile),
            "state": state,
            "nearby": None if state.next_question else nearby_offers(self.person),
        }
        return render(request, "candidates/profile/home.html", context)


class StepView(SpaceView, ServiceFormView):
    """One screen of questions, then the next one; `?seule=1` asks it alone."""

    template_name = "candidates/profile/step.html"

    def get_form_class(self) -> type[StepForm]:
        """The questions that the address names. Raises Http404."""
        step = self.kwargs["step"]
        if step not in STEPS:
            raise Http404
        return STEPS[step]

    def get_initial(self) -> dict[str, Any]:
        return self.get_form_class().initial_of(profile_of(self.person))

    @property
    def is_alone(self) -> bool:
        """Whether it was chosen in the summary, which it leads back to."""
        return bool(self.request.GET.get("seule"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # The form first: it refuses a step that does not exist.
        context = super().get_context_data(**kwargs)
        return context | {
            "number": list(STEPS).index(self.kwargs["step"]) + 1,
            "total": len(STEPS),
            "is_alone": self.is_alone,
            "before": self._beside(-1),
            "after": self.get_success_url(),
            "is_last": not self.is_alone and self.kwargs["step"] == list(STEPS)[-1],
        }

    def act(self, form: StepForm) -> str:
        save_profile(user=self.person, values=form.values, trades=form.trades)
        is_over = self.get_success_url() == reverse("candidates:profile")
        # On the way, the number of the next question says that it goes on.
        return "C’est enregistré." if is_over else ""

    def get_success_url(self) -> str:
        """The next question; the summary after the last one."""
        return self._beside(1)

    def _beside(self, by: int) -> str:
        """The question before or after this one; the summary where there is none."""
        place = list(STEPS).index(self.kwargs["step"]) + by
        if self.is_alone or not 0 <= place < len(STEPS):
            return reverse("candidates:profile")
        return reverse("candidates:profile_step", args=[list(STEPS)[place]])
