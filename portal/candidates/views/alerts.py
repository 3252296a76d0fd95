"""Asking for an alert, with or without an account, and one's list of alerts."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.accounts.actors import person_of
from portal.accounts.capabilities import OWN_SPACE, has_capability
from portal.candidates.counting import count_request
from portal.candidates.errors import CandidateError, TooManyRequestsError
from portal.candidates.forms.alerts import AlertForm, ChangeAlertForm
from portal.candidates.fresh import new_counts
from portal.candidates.models import MAX_ALERTS, Frequency, SavedSearch
from portal.candidates.searches import Search, results_path, search_of
from portal.candidates.services import alerts as services
from portal.candidates.services.sending import is_refused
from portal.candidates.views.base import SpaceView
from snippets.addresses import normal_address
from snippets.networks import subscriber_of


@method_decorator([login_not_required, never_cache], name="dispatch")
class NewAlertView(View):
    """« Recevoir les nouvelles offres » of the search that the query string describes."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask how often, and where to write."""
        return self._page(AlertForm(with_address=not self.has_space))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save it for who has a space; write to the address of the others."""
        form = AlertForm(request.POST, with_address=not self.has_space)
        if form.is_trapped:
            return redirect("candidates:alert_asked")
        if not form.is_valid():
            return self._page(form, HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            search = search_of(request.GET.urlencode())
            frequency = Frequency(form.cleaned_data["frequency"])
            if self.has_space:
                return self._save(search, frequency)
            address = form.cleaned_data["email"]
            count_request(address=normal_address(address), visitor=subscriber_of(request))
            services.ask_alert(address=address, search=search, frequency=frequency)
        except TooManyRequestsError as error:
            form.add_error(None, str(error))
            return self._page(form, HTTPStatus.TOO_MANY_REQUESTS)
        except CandidateError as error:
            form.add_error(None, str(error))
            return self._page(form, HTTPStatus.CONFLICT)
        return redirect("candidates:alert_asked")

    @property
    def has_space(self) -> bool:
        """Whether the alert goes to the confirmed address of an account."""
        return has_capability(self.request.user, OWN_SPACE)

    def _save(self, search: Search, frequency: Frequency) -> HttpResponse:
        services.save_search(user=person_of(self.request), search=search, frequency=frequency)
        messages.success(self.request, f"C’est fait\u00a0: «\u00a0{search.name}\u00a0».")
        return redirect("candidates:alerts")

    def _page(self, form: AlertForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
        problem, name, query = "", "", ""
        try:
            search = search_of(self.request.GET.urlencode())
        except CandidateError as error:
            problem = str(error)
        else:
            name, query = search.name, search.query
        context = {
            "form": form,
            "problem": problem,
            "name": name,
            "results_url": results_path(query),
            "has_space": self.has_space,
        }
        return render(self.request, "candidates/alerts/new.html", context, status=status)


@login_not_required
@require_safe
@never_cache
def asked(request: HttpRequest) -> HttpResponse:
    """What to do now: the same page whatever the address."""
    return render(request, "candidates/alerts/asked.html")


class AlertsView(SpaceView):
    """`/mon-espace/alertes/`."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list; `supprimee` is the one that was just deleted, which may come back."""
        rows = list(SavedSearch.objects.of(self.person))
        counts = new_counts(rows)
        deleted_id = request.GET.get("supprimee", "")
        deleted = None
        if deleted_id.isascii() and deleted_id.isdigit() and len(deleted_id) < 19:
            deleted = SavedSearch.objects.deleted_of(self.person).filter(pk=deleted_id).first()
        context = {
            "rows": [(row, counts.get(row.pk)) for row in rows],
            "deleted": deleted,
            "is_full": len(rows) >= MAX_ALERTS,
            "limit": MAX_ALERTS,
            "is_refused": bool(rows) and is_refused(self.person.email),
        }
        return render(request, "candidates/alerts/list.html", context)


class OneAlertView(SpaceView):
    """What is done to one's own alert; 404 for somebody else's."""

    @property
    def alert(self) -> SavedSearch:
        """The alert of the address."""
        found = SavedSearch.objects.of(self.person).filter(pk=self.kwargs["pk"])
        alert = found.select_related("recipient").first()
        if alert is None:
            raise Http404
        return alert


class ResultsView(OneAlertView):
    """Its results on the search page; what is there is no longer new."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Go there."""
        alert = self.alert
        services.mark_seen(alert=alert)
        return redirect(results_path(alert.query))


class ChangeView(OneAlertView):
    """Its name and its frequency."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show them."""
        alert = self.alert
        form = ChangeAlertForm(initial={"name": alert.name, "frequency": alert.frequency})
        return self._page(alert, form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change them."""
        alert, form = self.alert, ChangeAlertForm(request.POST)
        if not form.is_valid():
            return self._page(alert, form, HTTPStatus.UNPROCESSABLE_ENTITY)
        services.change_alert(
            alert=alert,
            name=form.cleaned_data["name"],
            frequency=Frequency(form.cleaned_data["frequency"]),
        )
        messages.success(request, "L’alerte est modifiée.")
        return redirect("candidates:alerts")

    def _page(self, alert: Any, form: Any, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
        context = {"alert": alert, "form": form}
        return render(self.request, "candidates/alerts/change.html", context, status=status)


class PauseView(OneAlertView):
    """« Mettre en pause », then « Reprendre »."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do the one that can be done."""
        alert = self.alert
        if alert.paused_at:
            services.resume_alert(alert=alert)
            messages.success(request, "L’alerte reprend.")
        else:
            services.pause_alert(alert=alert)
            messages.success(request, "L’alerte est en pause\u00a0: elle n’envoie plus rien.")
        return redirect("candidates:alerts")


class DeleteView(OneAlertView):
    """« Supprimer », with an undo."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Delete."""
        services.delete_alert(alert=self.alert)
        return redirect(f"{reverse('candidates:alerts')}?supprimee={pk}")


class RestoreView(SpaceView):
    """« Annuler » a deletion."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Bring it back; 404 for what is not deleted, or is somebody else's."""
        alert = SavedSearch.objects.deleted_of(self.person).filter(pk=pk).first()
        if alert is None:
            raise Http404
        services.restore_alert(alert=alert)
        messages.success(request, "L’alerte est de retour.")
        return redirect("candidates:alerts")
