"""The links of the messages: reading a page does nothing, its button does."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from portal.candidates.errors import CandidateError
from portal.candidates.links import alert_to_confirm, alert_to_stop
from portal.candidates.models import SavedSearch
from portal.candidates.searches import results_path
from portal.candidates.services.alerts import confirm_alert, pause_alert, resume_alert
from snippets.form_views import REFUSED


@method_decorator([login_not_required, never_cache], name="dispatch")
class LinkView(View):
    """A page about the alert of a link; 410 and why, when the link does not work."""

    alert: SavedSearch

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.alert = self.read(kwargs["token"])
            return super().dispatch(request, *args, **kwargs)
        except CandidateError as error:
            return self.page("refused", HTTPStatus.GONE, explanation=str(error))

    def read(self, token: str) -> SavedSearch:
        """The alert. Raises LinkError."""
        raise NotImplementedError

    def page(self, name: str, status: HTTPStatus = HTTPStatus.OK, **context: Any) -> HttpResponse:
        """One of the pages of links."""
        template = f"candidates/alerts/link_{name}.html"
        return render(self.request, template, context, status=status)

    def shown(self) -> dict[str, Any]:
        """What the pages say of the alert."""
        return {"alert": self.alert, "results_url": results_path(self.alert.query)}


class ConfirmView(LinkView):
    """An address says yes."""

    def read(self, token: str) -> SavedSearch:
        """The alert of a link of the last seven days."""
        return alert_to_confirm(token)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.page("confirm", **self.shown())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            self.alert = confirm_alert(alert=self.alert)
        except CandidateError as error:
            return self.page("refused", REFUSED, explanation=str(error))
        return self.page("confirmed", **self.shown())


class StopView(LinkView):
    """Stop one alert without signing in; resume it from the same page."""

    def read(self, token: str) -> SavedSearch:
        """The alert of a link, however old."""
        return alert_to_stop(token)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """One button: stop, or resume what is stopped."""
        return self.page("stop", **self.shown())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Do what the button says; said twice, it is once."""
        change = resume_alert if request.POST.get("reprendre") else pause_alert
        self.alert = change(alert=self.alert)
        return self.page("stopped", **self.shown())
