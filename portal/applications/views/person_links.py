"""`/candidature/…`: an application's own page, without an account. GET shows, a button acts."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from portal.applications.links import LinkError, followed
from portal.applications.models import Application
from portal.applications.services.applying import confirm
from portal.applications.services.withdrawing import take_back
from portal.applications.states import Status
from portal.applications.views.person_own import said_of, sent_cv, shown
from portal.participation.services.participants import actor_of
from snippets.form_views import ServiceActionView


@method_decorator([login_not_required, never_cache], name="dispatch")
class FollowLinkView(View):
    """A page about the application of a link; 410 and why, when the link does not work."""

    application: Application

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.application = followed(kwargs["token"])
        except LinkError as error:
            template = "applications/person/link_broken.html"
            context = {"explanation": str(error)}
            response: HttpResponseBase = render(request, template, context, status=HTTPStatus.GONE)
        else:
            response = super().dispatch(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def context(self) -> dict[str, Any]:
        """What the pages of links say."""
        token = self.kwargs["token"]
        return {
            **shown(self.application),
            "token": token,
            "cv_url": reverse("applications:follow_cv", args=[token]),
        }

    @property
    def follow_path(self) -> str:
        """The page of the application itself."""
        return reverse("applications:follow", args=[self.kwargs["token"]])


class FollowView(FollowLinkView):
    """Where it stands; one button that sends it, while it waits for that."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        template = "confirm" if self.application.status == Status.TO_CONFIRM else "follow"
        return render(request, f"applications/person/{template}.html", self.context())


class FollowCvView(FollowLinkView):
    """The PDF as it was sent."""

    def get(self, request: HttpRequest, token: str) -> FileResponse:
        return sent_cv(self.application)


class ConfirmView(FollowLinkView, ServiceActionView):
    """The owner of an address says yes."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """A page that is loaded again does nothing."""
        return redirect(self.follow_path)

    def act(self) -> str:
        """Send it; said twice, it is once."""
        confirm(
            application=self.application,
            actor=actor_of(self.application.participant, self.request),
        )
        return "Votre candidature est envoyée."

    def get_success_url(self) -> str:
        return self.follow_path


class FollowWithdrawView(FollowLinkView, ServiceActionView):
    """Take it back; who was helped takes back the agreement that somebody wrote down."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        context = {**self.context(), "back_url": self.follow_path}
        return render(request, "applications/person/withdraw.html", context)

    def act(self) -> str:
        """Do it; twice is once."""
        actor = actor_of(self.application.participant, self.request)
        return said_of(take_back(application=self.application, actor=actor))

    def get_success_url(self) -> str:
        return self.follow_path
