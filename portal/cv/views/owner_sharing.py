"""The owner's screens of links to a CV."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from portal.cv import services
from portal.cv.errors import CvError
from portal.cv.models import Cv, CvShare
from portal.cv.models.sharing import SHOWN_OPENINGS
from portal.cv.printing import page_count, pdf_of, shown_pages
from portal.cv.services.sharing import MAX_OPEN, MadeShare
from portal.cv.sharing.forms import ANONYMOUS, NAMED, ShareForm
from portal.cv.sharing.secrets import new_key
from portal.cv.sharing.shown import text_of
from portal.cv.views.base import OwnerView, number_of
from portal.cv.views.files import attachment, file_name
from snippets import french
from snippets.errors import DomainError
from snippets.form_views import ServiceFormView

_ENDED_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A link as its owner reads it; each opening is a sentence."""

    share: CvShare
    state: str
    openings: list[str]
    count: int
    several_networks: bool

    @property
    def older(self) -> int:
        """How many openings are not shown."""
        return self.count - len(self.openings)


class ShareView(OwnerView, ServiceFormView):
    """`…/partager/`: make a link, and see those that there are."""

    form_class = ShareForm
    template_name = "cv/share/share.html"
    made: MadeShare

    def get_initial(self) -> dict[str, Any]:
        """The wishes of a link that is made again."""
        initial: dict[str, Any] = {"key": new_key()}
        again = number_of(self.request.GET.get("refaire", ""))
        if again and (old := self.cv.shares.filter(pk=again).first()):
            initial |= {
                "recipient": old.recipient,
                "variant": ANONYMOUS if old.is_anonymous else NAMED,
            }
        return initial

    def act(self, form: ShareForm) -> str:
        wishes = form.cleaned_data
        self.made = services.create_share(
            cv=self.cv,
            user=self.person,
            key=wishes["key"],
            recipient=wishes["recipient"],
            is_anonymous=wishes["variant"] == ANONYMOUS,
            with_code=wishes["with_code"],
            code=wishes["code"],
            days=wishes["days"],
        )
        return ""

    def done(self, sentence: str) -> HttpResponse:
        """Show the new link, with the code that they chose: that one is never said again."""
        return _shown(self.request, self.cv, self.made, is_new=True)

    def refused(self, form: ShareForm, error: DomainError) -> HttpResponse:
        """Let the form be sent again."""
        form.renew_key()
        return super().refused(form, error)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The links that work, and the last ones that do not."""
        shares = CvShare.objects.filter(cv=self.cv).with_openings().order_by("-created_at", "-pk")
        running = [share for share in shares.open()[: MAX_OPEN + 1] if not share.has_ended]
        ended = shares.exclude(pk__in=[share.pk for share in running])[:_ENDED_SHOWN]
        return super().get_context_data(
            cv=self.cv,
            is_owner=True,
            rows=[row_of(share) for share in running],
            ended=[row_of(share) for share in ended],
            **kwargs,
        )


class ShareAgainView(OwnerView):
    """`…/partager/3/`: a link that was made before, for who has lost it or sends it once more."""

    def get(self, request: HttpRequest, pk: int, share_pk: int) -> HttpResponse:
        """The link; or the list, which says why it cannot be shown."""
        cv = self.own_cv(pk)
        try:
            found = services.share_again(cv=cv, user=self.person, share_pk=share_pk)
        except CvError as error:
            return _not_again(request, cv, error)
        return _shown(request, cv, found, is_new=False)


class StopView(OwnerView):
    """Stop a link: a question, then the button."""

    def get(self, request: HttpRequest, pk: int, share_pk: int) -> HttpResponse:
        cv = self.own_cv(pk)
        share = get_object_or_404(CvShare.objects.filter(cv=cv).with_openings(), pk=share_pk)
        context = {"cv": cv, "is_owner": True, "row": row_of(share)}
        return render(request, "cv/share/stop.html", context)

    def post(self, request: HttpRequest, pk: int, share_pk: int) -> HttpResponse:
        cv = self.own_cv(pk)
        share = get_object_or_404(CvShare, pk=share_pk, cv=cv)
        services.stop_share(cv=cv, user=self.person, share=share)
        messages.success(
            request, f"C’est arrêté\u00a0: le lien «\u00a0{share}\u00a0» ne montre plus rien."
        )
        return redirect("cv:share", cv.pk)


class SharePreviewView(OwnerView):
    """« Aperçu : ce que voit l’employeur »: the page of a link, before it is made."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The same page, marked; nothing is counted."""
        cv, anonymous = self.own_cv(pk), request.GET.get("anonyme") == "1"
        today = timezone.localdate()
        count = page_count(pdf_of(cv, today, anonymous=anonymous))
        query = "?anonyme=1" if anonymous else ""
        context = {
            "cv": cv,
            "is_owner": True,
            "anonymous": anonymous,
            "text": text_of(cv.resume, today, anonymous=anonymous),
            "pages": [
                reverse("cv:page", args=[cv.pk, number]) + query for number in shown_pages(count)
            ],
            "count": count,
            "pdf_url": reverse("cv:pdf", args=[cv.pk]) + query,
        }
        return render(request, "cv/share/preview.html", context)


class CodeView(OwnerView):
    """The CV with a QR code to one of its links."""

    def get(self, request: HttpRequest, pk: int, share_pk: int) -> HttpResponse:
        """A PDF, of the variant that the link shows."""
        cv = self.own_cv(pk)
        try:
            found = services.share_again(cv=cv, user=self.person, share_pk=share_pk)
        except CvError as error:
            return _not_again(request, cv, error)
        anonymous = found.share.is_anonymous
        pdf = pdf_of(cv, timezone.localdate(), anonymous=anonymous, share_url=found.address)
        name = file_name(cv.resume, "pdf", anonymous=anonymous)
        return attachment(pdf, name, "application/pdf")


def _shown(request: HttpRequest, cv: Cv, made: MadeShare, *, is_new: bool) -> HttpResponse:
    context = {
        "cv": cv,
        "is_owner": True,
        "is_new": is_new,
        "made": made,
        "until": french.full_date(made.share.expires_at),
        "subject": "Mon CV",
        "message": f"Bonjour, voici mon CV.\n{made.address}",
    }
    return render(request, "cv/share/made.html", context)


def _not_again(request: HttpRequest, cv: Cv, error: CvError) -> HttpResponse:
    messages.error(request, str(error))
    return redirect("cv:share", cv.pk)


def row_of(share: CvShare) -> ShareRow:
    """A link in words. It was read with `with_openings`."""
    found = share.latest_openings  # type: ignore[attr-defined]
    numbers: dict[str, int] = {}
    for opening in reversed(found):
        numbers.setdefault(opening.network, len(numbers) + 1)
    several = len(numbers) > 1
    lines = [
        f"{french.full_date(opening.opened_at)} à {french.hour(opening.opened_at)}"
        + (f", connexion n°\u00a0{numbers[opening.network]}" if several else "")
        for opening in found
    ]
    count = share.openings_count  # type: ignore[attr-defined]
    return ShareRow(share, _state(share), lines[:SHOWN_OPENINGS], count, several)


def _state(share: CvShare) -> str:
    if share.revoked_at:
        return f"Arrêté le {french.full_date(share.revoked_at)}."
    until = f"{french.full_date(share.expires_at)} à {french.hour(share.expires_at)}"
    return f"Terminé depuis le {until}." if share.has_ended else f"Valable jusqu’au {until}."
