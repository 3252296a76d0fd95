"""“Signaler cette annonce”, on the public site."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from search.ad_reports import services
from search.ad_reports.forms import ReportForm
from search.models import Opportunity
from search.screens.views import live_or_404
from snippets.form_views import ServiceFormView
from snippets.networks import subscriber_of


@method_decorator(login_not_required, name="dispatch")
class ReportView(ServiceFormView):
    """The form, then the thanks page."""

    http_method_names = ["get", "head", "post"]
    form_class = ReportForm
    template_name = "search/report.html"
    success_url = reverse_lazy("search:report_thanks")

    @cached_property
    def opportunity(self) -> Opportunity:
        """The one that the address names. Raises Http404."""
        return live_or_404(self.kwargs["pk"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.opportunity and self.get_form().is_trapped:
            return redirect(self.get_success_url())
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def act(self, form: ReportForm) -> str:
        services.count_report(subscriber_of(self.request))
        services.report_opportunity(
            opportunity=self.opportunity,
            reason=form.cleaned_data["reason"],
            message=form.cleaned_data["message"],
            email=form.cleaned_data["email"],
        )
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(opportunity=self.opportunity, **kwargs)


@login_not_required
@require_safe
def report_thanks(request: HttpRequest) -> HttpResponse:
    """What happens after a report."""
    return render(request, "search/report_thanks.html")
