"""The caseload: filters kept as tabs, pages of fifty."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from portal.accounts.capabilities import EXPORT_CASES, OPEN_CASES, READ_CASES
from portal.accounts.holders import may
from portal.followup.home import caseload, queries, services
from portal.followup.home.day import LABELS, Press
from portal.followup.home.forms import FilterForm, SaveFilterForm
from portal.followup.home.models import SavedFilter
from portal.followup.home.views import AreaView
from snippets.errors import DomainError
from snippets.form_views import REFUSED, ServiceActionView

PER_PAGE = 50
# The tabs that everybody has.
PRESET = (Press.LATE, Press.WEEK, Press.SIGN, Press.SILENCE)
PRESET_OF_OFFICERS = (Press.LATE, Press.WEEK, Press.ORIENT, Press.NOTIFY)


class CaseloadView(AreaView, TemplateView):
    """`/suivi/dossiers/`: the cases within reach, narrowed and sorted by the address."""

    template_name = "followup/home/caseload.html"
    section_of_area = "caseload"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = timezone.localdate()
        form = FilterForm(self.request.GET, user=self.person, me=self.me)
        found = caseload.find(self.person, self.me, form.filters, day)
        tabs = _tabs(self.person, form.query)
        page = Paginator(found.keys, PER_PAGE).get_page(self.request.GET.get("page"))
        context = {
            "form": form,
            "query": form.query,
            "results": page,
            "lines": caseload.shown(self.person, found, list(page), day),
            "tabs": tabs,
            "is_saved": any(tab["is_here"] for tab in tabs),
            "save_form": kwargs.pop("save_form", None) or SaveFilterForm(),
            "may_open": may(self.person, OPEN_CASES),
            "exports": may(self.person, EXPORT_CASES),
            "shows_contracts": "contrat" in form.fields,
        }
        return super().get_context_data(**(self.area_context() | context | kwargs))


class SaveFilterView(CaseloadView):
    """Keep the filters of the address as a tab: the same screen, shown again when it is refused."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep them, and show them."""
        form = SaveFilterForm(request.POST)
        query = FilterForm(request.GET, user=self.person, me=self.me).query
        if form.is_valid():
            try:
                services.save_filter(name=form.cleaned_data["name"], query=query, actor=self.actor)
                return redirect(f"{reverse('followup:caseload')}?{query}")
            except DomainError as error:
                form.add_error("name", str(error))
        context = self.get_context_data(save_form=form)
        return render(request, self.template_name, context, status=REFUSED)


class DropFilterView(AreaView, ServiceActionView):
    """Take a tab away."""

    capability = READ_CASES

    def get_success_url(self) -> str:
        return reverse("followup:caseload")

    def act(self) -> str:
        saved = get_object_or_404(SavedFilter.objects.visible_to(self.person), pk=self.kwargs["pk"])
        services.drop_filter(saved=saved)
        return "L’onglet est retiré."


def _tabs(user: Any, query: str) -> list[dict[str, Any]]:
    """Those that everybody has, then the person's own; `saved` may be taken away."""
    presses = PRESET if queries.follows(user) or queries.leads(user) else PRESET_OF_OFFICERS
    tabs: list[dict[str, Any]] = [{"label": "Tous", "query": "", "saved": None}]
    tabs += [
        {"label": LABELS[press], "query": f"alerte={press}", "saved": None} for press in presses
    ]
    tabs += [
        {"label": saved.name, "query": saved.query, "saved": saved}
        for saved in queries.saved_filters(user)
    ]
    return [tab | {"is_here": tab["query"] == query} for tab in tabs]
