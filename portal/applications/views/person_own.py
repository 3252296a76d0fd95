"""A candidate's applications, and what those who help made for others."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils.cache import add_never_cache_headers
from django.views import View

from portal.accounts.access import CapabilityRequiredMixin, PersonMixin
from portal.accounts.capabilities import APPLY_FOR, OWN_SPACE, has_capability
from portal.applications.models import Application
from portal.applications.services.telling_person import helper_name
from portal.applications.services.withdrawing import withdraw
from portal.applications.wording import history, told
from snippets.folding import fold_name
from snippets.form_views import ServiceActionView

PER_PAGE = 20


class OwnView(CapabilityRequiredMixin, View):
    """A screen of a candidate about their own applications."""

    capability = OWN_SPACE

    @property
    def application(self) -> Application:
        """The application of the address. Raises Http404 for somebody else's."""
        found: Application = self.own(
            Application.objects.select_related(
                "participant__user", "organisation", "agreement", "cv", "helped_by", "helped_for"
            ),
            pk=self.kwargs["pk"],
        )
        return found


class OwnListView(OwnView):
    """`/mon-espace/candidatures/`."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Each with its state in words, the last one first."""
        rows = Application.objects.owned_by(self.person).select_related("organisation")
        page = Paginator(rows.order_by("-created_at", "-pk"), PER_PAGE).get_page(
            request.GET.get("page")
        )
        context = {"page": page, "rows": [(row, told(row)) for row in page]}
        return render(request, "applications/person/own_list.html", context)


class OwnOneView(OwnView):
    """`/mon-espace/candidatures/3/`: where it stands, and how it came there."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        context = {**shown(self.application), "section": "space"}
        return render(request, "applications/person/own_one.html", context)


class WithdrawView(OwnView, ServiceActionView):
    """`…/retirer/`: asked once, then done."""

    http_method_names = ["get", "head", "post", "options"]
    success_url = reverse_lazy("applications:own")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        context = {**shown(self.application), "back_url": self.get_refused_url()}
        return render(request, "applications/person/withdraw.html", context)

    def act(self) -> str:
        """Take it back; twice is once."""
        withdraw(application=self.application, actor=self.actor)
        return "Votre candidature est retirée."

    def get_refused_url(self) -> str:
        return reverse("applications:own_one", args=[self.kwargs["pk"]])


class HelpedView(CapabilityRequiredMixin, View):
    """`/accompagnement/candidatures/`: one's own people and what becomes of them, no others."""

    capability = APPLY_FOR

    def get(self, request: HttpRequest) -> HttpResponse:
        """The last one changed first; a search by name in a long list."""
        rows = Application.objects.helped_by(self.person).select_related(
            "organisation", "participant__user", "helped_by"
        )
        total = rows.count()
        text = request.GET.get("q", "").strip()[:100]
        for word in fold_name(text).split():
            rows = rows.named(word)
        page = Paginator(rows.order_by("-changed_at", "-pk"), PER_PAGE).get_page(
            request.GET.get("page")
        )
        context = {
            "page": page,
            "rows": [(row, told(row)) for row in page],
            "q": text,
            "is_long": total > PER_PAGE // 2 or text,
        }
        return render(request, "applications/person/helped.html", context)


class HelpedOneView(PersonMixin, View):
    """`/accompagnement/candidatures/3/`: what became of one of them, as the person reads it."""

    capability = APPLY_FOR
    application: Application

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """404 for what is not theirs: of a company's members, which helps nobody, none is."""
        if not has_capability(request.user, self.capability):
            raise PermissionDenied
        rows = Application.objects.helped_by(self.person).select_related(
            "organisation", "participant__user", "cv", "agreement", "helped_by", "helped_for"
        )
        self.application = get_object_or_404(rows, pk=kwargs["pk"])
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return render(request, "applications/person/helped_one.html", shown(self.application))


def shown(application: Application) -> dict[str, Any]:
    """What the pages of one application say of it."""
    return {
        "application": application,
        "told": told(application),
        "steps": history(application),
        "helper": helper_name(application),
    }
