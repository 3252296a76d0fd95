"""A CV that was shared by a link: for whoever has it, without an account."""

import secrets
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views import View

from portal.cv import services
from portal.cv.errors import CvError
from portal.cv.models import CvShare
from portal.cv.models.sharing import LONGEST_SHARE
from portal.cv.printing import page_count, page_picture, pdf_of, shown_pages
from portal.cv.services.opening import ClosedLinkError
from portal.cv.sharing.shown import text_of
from portal.cv.views.files import attachment, file_name
from snippets.form_views import status_of
from snippets.networks import client_address

OPENED = "cv_ouvert"
# How long a page stays open in a browser before its button is asked again.
OPEN_SECONDS = 2 * 3600
# The cookie of a browser that found the code, as long as a link may last.
READER = "cv_lecteur"
READER_SECONDS = LONGEST_SHARE.days * 24 * 3600


class LinkView(View):
    """The gate of all of them. What does not work looks the same, whatever the reason: 410."""

    share: CvShare

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the link; nothing is cached nor indexed.

        The site's referrer policy keeps the address from other sites; a stricter one would have
        the button's form refused (see `snippets.mail.actions`).
        """
        self.token = str(kwargs.pop("token"))
        try:
            self.share = services.open_link(token=self.token)
            response = super().dispatch(request, *args, **kwargs)
        except ClosedLinkError:
            response = render(request, "cv/share/closed.html", status=HTTPStatus.GONE)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    @property
    def address(self) -> str:
        """Of the page itself."""
        return reverse("shared_cv:cv", args=[self.token])

    @property
    def is_opened(self) -> bool:
        """Whether this browser opened this very link a short while ago."""
        value = self.request.get_signed_cookie(
            OPENED, default="", salt=self._salt, max_age=OPEN_SECONDS
        )
        return bool(value)

    @property
    def reader(self) -> str:
        """What names a browser that opened this very link before; empty for another one."""
        return (
            self.request.get_signed_cookie(
                READER, default="", salt=self._salt, max_age=READER_SECONDS
            )
            or ""
        )

    @property
    def _salt(self) -> str:
        return f"portal.cv.views.shared.{self.share.pk}.{self.share.token_hash}"

    def remember(self, response: HttpResponse) -> None:
        """Let this browser read the pages of this link, and no other address have the cookie."""
        self._keep(response, OPENED, "1", OPEN_SECONDS)
        if self.share.code_hash:
            reader = self.reader or secrets.token_urlsafe(16)
            self._keep(response, READER, reader, READER_SECONDS)

    def _keep(self, response: HttpResponse, name: str, value: str, seconds: int) -> None:
        response.set_signed_cookie(
            name,
            value,
            salt=self._salt,
            max_age=seconds,
            path=self.address,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )

    def pdf(self) -> bytes:
        """The variant that the link was made for, whatever the address says."""
        return pdf_of(self.share.cv, timezone.localdate(), anonymous=self.share.is_anonymous)


class SharedView(LinkView):
    """`/cv/<secret>/`: a button, and the code if there is one; then the CV.

    Programs that read links in mails follow GET; a person presses the button, and is counted.
    """

    def get(self, request: HttpRequest) -> HttpResponse:
        """The CV once it is opened, the button before."""
        if not self.is_opened:
            return self._door()
        share, count = self.share, page_count(self.pdf())
        context = {
            "share": share,
            "anonymous": share.is_anonymous,
            "text": text_of(share.cv.resume, timezone.localdate(), anonymous=share.is_anonymous),
            "pages": [
                reverse("shared_cv:page", args=[self.token, number])
                for number in shown_pages(count)
            ],
            "count": count,
            "pdf_url": reverse("shared_cv:pdf", args=[self.token]),
            "is_owner": request.user.is_authenticated and request.user.pk == share.cv.owner_id,
        }
        return render(request, "cv/share/shared.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Open it, or say what is wrong with the code."""
        try:
            services.open_share(
                token=self.token,
                code=request.POST.get("code", ""),
                viewer=request.user,
                address=client_address(request),
                reader=self.reader,
            )
        except CvError as error:
            return self._door(str(error), status_of(error))
        response = redirect(self.address)
        self.remember(response)
        return response

    def _door(self, error: str = "", status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
        context = {"has_code": bool(self.share.code_hash), "error": error}
        return render(self.request, "cv/share/door.html", context, status=status)


class SharedPageView(LinkView):
    """One page as a picture."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        """A PNG; the button first."""
        if not self.is_opened:
            return redirect(self.address)
        picture = page_picture(self.pdf(), number)
        if picture is None:
            raise Http404
        return HttpResponse(picture, content_type="image/png")


class SharedPdfView(LinkView):
    """The file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """A PDF; the button first."""
        if not self.is_opened:
            return redirect(self.address)
        name = file_name(self.share.cv.resume, "pdf", anonymous=self.share.is_anonymous)
        return attachment(self.pdf(), name, "application/pdf")
