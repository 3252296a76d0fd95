"""Certificates of engagement: the sponsor's, the coordination's, and the check by anybody."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from portal.sponsorship.access import CoordinatorMixin
from portal.sponsorship.certificates.models import CertificateRequest, SponsorCertificate
from portal.sponsorship.certificates.paper import certificate_pdf, pairs_of, period_of
from portal.sponsorship.certificates.queries import certificate_with
from portal.sponsorship.certificates.services.issuing import ask, issue
from portal.sponsorship.sponsors.models import Sponsor
from portal.sponsorship.sponsors.views.own import OwnMixin
from snippets.form_views import ServiceActionView

PER_PAGE = 50


class AskView(OwnMixin, ServiceActionView):
    """`/parrainage/attestation/`: one tap."""

    def act(self) -> str:
        ask(sponsor=self.sponsor, actor=self.actor)
        return "Votre demande est reçue\u00a0: la coordination délivre l’attestation."


class OwnFileView(OwnMixin, View):
    """`/parrainage/attestation/<number>/`: the file, of one's own."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        return _file(get_object_or_404(self.sponsor.certificates, number=number))


class CertificatesView(CoordinatorMixin, TemplateView):
    """Who waits for one, the longest first; then those issued."""

    here = "parrains"
    template_name = "sponsorship/certificates/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = CertificateRequest.objects.filter(certificate=None)
        issued = SponsorCertificate.objects.visible_to(self.person).select_related("sponsor__user")
        return super().get_context_data(
            waiting=waiting.select_related("sponsor__user"),
            page=Paginator(issued, PER_PAGE).get_page(self.request.GET.get("page")),
            **kwargs,
        )


class IssueView(CoordinatorMixin, ServiceActionView):
    """Issue the certificate of one sponsor, asked or not."""

    def act(self) -> str:
        rows = Sponsor.objects.visible_to(self.person)
        made = issue(sponsor=get_object_or_404(rows, pk=self.kwargs["pk"]), actor=self.actor)
        return f"L’attestation {made.number} est délivrée."

    def get_success_url(self) -> str:
        return reverse("sponsorship:sponsor_certificates")


class FileView(CoordinatorMixin, View):
    """The file, for the coordination."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        rows = SponsorCertificate.objects.visible_to(self.person)
        return _file(get_object_or_404(rows, number=number))


@method_decorator([login_not_required, never_cache], name="dispatch")
class CheckView(View):
    """`/parrainage/attestation/verifier/<number>/`: what one compares with the paper."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """404 in words for a number that is none: whoever typed it may have made a mistake."""
        found = certificate_with(number)
        context = {
            "number": number[:20],
            "certificate": found,
            "period": period_of(found) if found else "",
            "pairs": pairs_of(found) if found else "",
        }
        response = render(
            request,
            "sponsorship/certificates/check.html",
            context,
            status=HTTPStatus.OK if found else HTTPStatus.NOT_FOUND,
        )
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response


def _file(certificate: SponsorCertificate) -> HttpResponse:
    response = HttpResponse(certificate_pdf(certificate), content_type="application/pdf")
    name = f"attestation-parrainage-{certificate.number}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
