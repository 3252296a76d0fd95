"""Reading a CV as it is printed; its versions."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from portal.candidates.nearby import Nearby, nearby_offers
from portal.cv import services
from portal.cv.coming_from import offer_of
from portal.cv.editor.review import review
from portal.cv.editor.substance import has_substance
from portal.cv.models import CvVersion, workplaces
from portal.cv.printing import page_count, page_picture, pdf_of, render_resume, shown_pages
from portal.cv.views.base import CvView
from portal.cv.views.files import attachment, file_name
from snippets.form_views import ServiceActionView


class PreviewView(CvView):
    """`…/voir/`: the pages of the real PDF, and what may be looked at again."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Pictures for a browser, numbers for JavaScript."""
        anonymous = request.GET.get("anonyme") == "1"
        today = timezone.localdate()
        count = page_count(pdf_of(self.cv, today, anonymous=anonymous))
        pages = shown_pages(count)
        if "application/json" in request.headers.get("Accept", ""):
            address = reverse("cv:page", args=[self.cv.pk, 0])
            urls = [
                f"{address.removesuffix('0/')}{number}/?v={self.cv.version}" for number in pages
            ]
            return JsonResponse({"pages": urls, "count": count, "version": self.cv.version})
        remarks = review(self.cv, today)
        is_begun = has_substance(self.cv.document)
        leads_on = is_begun and self.is_owner
        context = {
            "cv": self.cv,
            "is_owner": self.is_owner,
            "anonymous": anonymous,
            "pages": pages,
            "count": count,
            "is_begun": is_begun,
            "offer": offer_of(request) if leads_on and not anonymous else None,
            "nearby": self._nearby() if leads_on else None,
            "errors": [remark for remark in remarks if remark.is_error],
            "advice": [remark for remark in remarks if not remark.is_error],
        }
        return render(request, "cv/preview.html", context)

    def _nearby(self) -> Nearby:
        """The offers that this CV may be sent to."""
        identity = self.cv.resume.identity
        return nearby_offers(self.person, trade=identity.label, place=identity.location.city)


class PageView(CvView):
    """One page as a picture."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        anonymous = request.GET.get("anonyme") == "1"
        pdf = pdf_of(self.cv, timezone.localdate(), anonymous=anonymous)
        picture = page_picture(pdf, number)
        if picture is None:
            raise Http404
        return HttpResponse(picture, content_type="image/png")


class PdfView(CvView):
    """The CV as a file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """A PDF with a name that a recruiter can file."""
        anonymous = request.GET.get("anonyme") == "1"
        pdf = pdf_of(self.cv, timezone.localdate(), anonymous=anonymous)
        name = file_name(self.cv.resume, "pdf", anonymous=anonymous)
        return attachment(pdf, name, "application/pdf")


class VersionsView(CvView):
    """`…/versions/`: the CV as it was."""

    def get(self, request: HttpRequest) -> HttpResponse:
        versions = list(CvVersion.objects.of(self.cv).defer("document"))
        others = {version.author_id for version in versions} - {self.cv.owner_id}
        context = {
            "cv": self.cv,
            "is_owner": self.is_owner,
            "versions": versions,
            "places": workplaces(others),
        }
        return render(request, "cv/versions.html", context)


class VersionPdfView(CvView):
    """One version as a PDF."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        version = CvVersion.objects.of(self.cv).filter(number=number).first()
        if version is None:
            raise Http404
        pdf = render_resume(version.document, today=timezone.localdate())
        return attachment(pdf, f"CV-version-{number}.pdf", "application/pdf", inline=True)


class RestoreView(CvView, ServiceActionView):
    """Take a version again."""

    def act(self) -> str:
        """What was there stays in the list."""
        number = self.kwargs["number"]
        services.restore_version(cv=self.cv, user=self.person, number=number)
        return "Le CV est revenu à cette version. Celle d’avant reste dans la liste."

    def get_success_url(self) -> str:
        return reverse("cv:edit", args=[self.cv.pk])

    def get_refused_url(self) -> str:
        return reverse("cv:versions", args=[self.cv.pk])
