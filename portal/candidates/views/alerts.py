"""Asking for an alert, with or without an account, and one's list of alerts."""

from typing import Any, ClassVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.accounts.access import PersonMixin
from portal.accounts.capabilities import OWN_SPACE, has_capability
from portal.candidates.counting import count_request
from portal.candidates.errors import CandidateError
from portal.candidates.forms.alerts import AlertForm, ChangeAlertForm
from portal.candidates.fresh import new_counts
from portal.candidates.models import MAX_ALERTS, Frequency, SavedSearch
from portal.candidates.searches import results_path, search_of
from portal.candidates.services import alerts as services
from portal.candidates.services.sending import is_refused
from portal.candidates.views.base import SpaceView
from snippets.addresses import normal_address
from snippets.form_views import Errors, ServiceActionView, ServiceFormView
from snippets.networks import subscriber_of
from snippets.numbers import whole_number


@method_decorator([login_not_required, never_cache], name="dispatch")
class NewAlertView(PersonMixin, ServiceFormView):
    """« Recevoir les nouvelles offres » of the search that the query string describes."""

    form_class = AlertForm
    template_name = "candidates/alerts/new.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Ask who has no space where to write."""
        return {**super().get_form_kwargs(), "with_address": not self.has_space}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.get_form().is_trapped:
            return redirect("candidates:alert_asked")
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def act(self, form: AlertForm) -> str:
        """Save it for who has a space; write to the address of the others."""
        search = search_of(self.request.GET.urlencode())
        frequency = Frequency(form.cleaned_data["frequency"])
        if self.has_space:
            services.save_search(user=self.person, search=search, frequency=frequency)
            return f"C’est fait\u00a0: «\u00a0{search.name}\u00a0»."
        address = form.cleaned_data["email"]
        count_request(address=normal_address(address), visitor=subscriber_of(self.request))
        services.ask_alert(address=address, search=search, frequency=frequency)
        return ""

    def get_success_url(self) -> str:
        return reverse("candidates:alerts" if self.has_space else "candidates:alert_asked")

    @property
    def has_space(self) -> bool:
        """Whether the alert goes to the confirmed address of an account."""
        return has_capability(self.request.user, OWN_SPACE)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the search looks for, or why it can be no alert."""
        problem, name, query = "", "", ""
        try:
            search = search_of(self.request.GET.urlencode())
        except CandidateError as error:
            problem = str(error)
        else:
            name, query = search.name, search.query
        return super().get_context_data(
            problem=problem,
            name=name,
            results_url=results_path(query),
            has_space=self.has_space,
            **kwargs,
        )


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
        rows = list(SavedSearch.objects.owned_by(self.person))
        counts = new_counts(rows)
        deleted_id = whole_number(request.GET.get("supprimee", ""))
        deleted = None
        if deleted_id is not None:
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
    """What is done to one's own alert; 404 for somebody else's, and for one that has just gone."""

    success_url: Any = reverse_lazy("candidates:alerts")
    left_to_the_gate: ClassVar[Errors] = (CandidateError,)

    @property
    def alert(self) -> SavedSearch:
        """The alert of the address."""
        alert: SavedSearch = self.own(
            SavedSearch.objects.select_related("recipient"), pk=self.kwargs["pk"]
        )
        return alert


class ResultsView(OneAlertView):
    """Its results on the search page; what is there is no longer new."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        alert = self.alert
        services.mark_seen(alert=alert)
        return redirect(results_path(alert.query))


class ChangeView(OneAlertView, ServiceFormView):
    """Its name and its frequency."""

    form_class = ChangeAlertForm
    template_name = "candidates/alerts/change.html"

    def get_initial(self) -> dict[str, Any]:
        alert = self.alert
        return {"name": alert.name, "frequency": alert.frequency}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(alert=self.alert, **kwargs)

    def act(self, form: ChangeAlertForm) -> str:
        frequency = Frequency(form.cleaned_data["frequency"])
        services.change_alert(alert=self.alert, name=form.cleaned_data["name"], frequency=frequency)
        return "L’alerte est modifiée."


class PauseView(OneAlertView, ServiceActionView):
    """« Mettre en pause », then « Reprendre »."""

    def act(self) -> str:
        """Do the one that can be done."""
        alert = self.alert
        if alert.paused_at:
            services.resume_alert(alert=alert)
            return "L’alerte reprend."
        services.pause_alert(alert=alert)
        return "L’alerte est en pause\u00a0: elle n’envoie plus rien."


class DeleteView(OneAlertView):
    """« Supprimer », with an undo."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        services.delete_alert(alert=self.alert)
        return redirect(f"{reverse('candidates:alerts')}?supprimee={pk}")


class RestoreView(SpaceView, ServiceActionView):
    """« Annuler » a deletion."""

    success_url = reverse_lazy("candidates:alerts")
    left_to_the_gate = (CandidateError,)

    def act(self) -> str:
        """Bring it back; 404 for what is not deleted, or is somebody else's."""
        deleted = SavedSearch.objects.deleted_of(self.person)
        services.restore_alert(alert=get_object_or_404(deleted, pk=self.kwargs["pk"]))
        return "L’alerte est de retour."
