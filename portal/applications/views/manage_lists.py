"""The lists: opportunities that have candidates, the candidates of one, and its file."""

from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify

from portal.accounts.models import AuditEntry
from portal.accounts.services.audit import record
from portal.applications import exports
from portal.applications.answers import answers
from portal.applications.forms.manage import FilterForm
from portal.applications.queries import (
    answerable_by,
    by_opportunity,
    for_lists,
    is_inside,
    narrowed,
    recruiting_for,
    to_answer_first,
)
from portal.applications.services.bulk import MAX_AT_ONCE
from portal.applications.views.manage_base import DELETED, OpportunityView, RecruiterView
from snippets.models import Organisation

PER_PAGE = 50


class HomeView(RecruiterView):
    """`/candidatures/`: what to answer first, then every opportunity with its numbers."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """`organisation` narrows to one of the person's own, `q` to some titles."""
        organisation = self._organisation(request.GET.get("organisation", ""))
        rows = self.visible
        if organisation is not None:
            rows = rows.filter(organisation=organisation)
        text = request.GET.get("q", "").strip()[:100]
        found = rows
        if text:
            found = rows.filter(
                Q(page__title__icontains=text)
                | Q(title__icontains=text)
                | Q(organisation__name__icontains=text)
            )
        results = Paginator(by_opportunity(found), PER_PAGE).get_page(request.GET.get("page"))
        answerable = answerable_by(self.person).filter(pk__in=rows.values("pk"))
        context = {
            "organisation": organisation,
            "is_inside": is_inside(self.person),
            "text": text,
            "results": results,
            "deleted": DELETED,
            "first": to_answer_first(answerable),
            "several": is_inside(self.person) or organisation is None,
        }
        return render(request, "applications/manage/home.html", context)

    def _organisation(self, slug: str) -> Organisation | None:
        """The one of the address, or the only one of a member."""
        own = recruiting_for(self.person).order_by("name", "pk")
        if slug:
            found = own.filter(slug=slug).first()
            if found is None:
                raise Http404
            return found
        if is_inside(self.person):
            return None
        mine = list(own[:2])
        return mine[0] if len(mine) == 1 else None


class ListView(OpportunityView):
    """`/candidatures/<page>/`: its candidates, sorted and narrowed by the address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        opportunity = self.opportunity
        form = FilterForm(request.GET)
        rows = for_lists(narrowed(self.received, form.filters))
        results = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "opportunity": opportunity,
            "organisation": self.member_space(opportunity.organisation_id),
            "form": form,
            "results": results,
            "is_inside": is_inside(self.person),
            "is_narrowed": form.narrows,
            "answers": answers(opportunity.kind),
            "can_answer": is_inside(self.person) or recruiting_for(self.person).exists(),
            "max_at_once": MAX_AT_ONCE,
            "query": request.GET.urlencode(),
        }
        return render(request, "applications/manage/list.html", context)


class ExportView(OpportunityView):
    """The same rows as a file, of the people who agree; taking it is a line of the log."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, extension: str) -> HttpResponseBase:
        """Log, then send what the filters of the address describe. Raises Http404."""
        if extension not in exports.FORMATS:
            raise Http404
        opportunity = self.opportunity
        filters = FilterForm(request.GET).filters
        rows = narrowed(exports.exportable(self.answerable), filters)
        with transaction.atomic():
            record(
                AuditEntry.Action.CANDIDATES_EXPORTED,
                actor=self.actor,
                organisation=Organisation.objects.filter(pk=opportunity.organisation_id).first(),
                details={"format": extension, "lines": rows.count(), "page": opportunity.pk},
            )
        response = exports.as_csv(rows) if extension == "csv" else exports.as_xlsx(rows)
        name = slugify(opportunity.title)[:60] or "annonce"
        day = timezone.localdate().isoformat()
        response["Content-Disposition"] = (
            f'attachment; filename="candidatures-{name}-{day}.{extension}"'
        )
        response["X-Content-Type-Options"] = "nosniff"
        return response


def list_context(view: Any) -> dict[str, Any]:
    """What the screens below a list say of where they are."""
    return {
        "opportunity": view.opportunity,
        "organisation": view.member_space(view.opportunity.organisation_id),
    }
