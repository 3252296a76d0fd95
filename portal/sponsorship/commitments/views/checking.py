"""`/benevolat/attestation/<number>/`: whether a certificate is true, for whoever holds one."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from portal.sponsorship.commitments.paper import period_of
from portal.sponsorship.commitments.queries import certificate_with


@method_decorator([login_not_required, never_cache], name="dispatch")
class CheckView(View):
    """What one compares with the paper: initials, association, mission, period, hours, date."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """404 in words for a number that is none: whoever typed it may have made a mistake."""
        certificate = certificate_with(number)
        context = {
            "number": number[:20],
            "certificate": certificate,
            "period": period_of(certificate) if certificate else "",
        }
        response = render(
            request,
            "sponsorship/commitments/check.html",
            context,
            status=HTTPStatus.OK if certificate else HTTPStatus.NOT_FOUND,
        )
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response
