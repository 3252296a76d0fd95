"""What is done with an opportunity without writing: preview, send, take back, end, copy, delete."""

from http import HTTPStatus
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse

from pages.moderation.author_mail import last_day
from pages.moderation.wording import refusable_words
from pages.pin.geocoding import MAX_ADDRESS_LENGTH, locate
from portal.applications.queries import answerable_by
from portal.applications.services.closing import CLOSING_HOURS, closed_with
from portal.submissions import services
from portal.submissions.access import OpportunityView, OrganisationView
from portal.submissions.errors import NotAMemberError
from portal.submissions.forms.reasons import ReasonForm
from portal.submissions.states import Action
from snippets import french
from snippets.errors import DomainError
from snippets.form_views import REFUSED, ServiceActionView, ServiceFormView
from snippets.models import Commune

# Characters of a text that are read for remarks: more than any field takes.
MAX_TEXT = 20_000


class PreviewView(OpportunityView):
    """The public template over the latest text, with a banner; `seul` leaves the site out."""

    def get(self, request: HttpRequest) -> HttpResponse:
        draft = self.row.page.get_latest_revision_as_object()
        response: TemplateResponse = draft.serve_preview(request, draft.default_preview_mode)
        # Beside the form, the page stands in a frame: without the site around it.
        is_framed = "seul" in request.GET
        back = reverse("submissions:detail", args=[self.organisation.slug, self.row.page.pk])
        context = {
            **draft.get_context(request),
            **(response.context_data or {}),
            "is_framed": is_framed,
            "draft_notice": "" if is_framed else back,
        }
        return render(request, draft.template, context)


class ActView(OpportunityView, ServiceActionView):
    """A button: POST does one thing and says so."""

    left_to_the_gate = (NotAMemberError,)
    service: ClassVar[str]
    sentence: ClassVar[str]
    page: Any = None

    def act(self) -> str:
        self.page = getattr(services, self.service)(
            organisation=self.organisation, page=self.row.page, user=self.person
        )
        return self.said(self.page)

    def said(self, page: Any) -> str:
        return self.sentence

    def get_success_url(self) -> str:
        return _detail(self)


class SubmitView(ActView):
    """« Envoyer en relecture »."""

    service = "submit"
    sentence = "Votre annonce est envoyée en relecture."


class TakeBackView(ActView):
    """« Reprendre »."""

    service = "take_back"
    sentence = "La relecture est arrêtée\u00a0: vous pouvez modifier l’annonce."


class ProlongView(ActView):
    """« Prolonger »."""

    service = "prolong"

    def said(self, page: Any) -> str:
        day = last_day(page.expire_at)
        return f"L’annonce reste en ligne jusqu’au {french.full_date(day) if day else ''} inclus."


class FillView(ActView):
    """« C’est pourvu »: the candidates who wait come next, before the site writes to them."""

    service = "mark_filled"
    sentence = "Merci de nous l’avoir dit\u00a0: l’annonce est retirée du site."
    waiting = 0

    def said(self, page: Any) -> str:
        """Say what becomes of those who applied."""
        rows = answerable_by(self.person).filter(pk__in=closed_with(page.pk).values("pk"))
        self.waiting = rows.count()
        if not self.waiting:
            return self.sentence
        counted = french.counted(self.waiting, "candidature attend", "candidatures attendent")
        return (
            f"{self.sentence} {counted} une réponse\u00a0: dites qui vous embauchez. "
            f"Dans {CLOSING_HOURS}\u00a0heures, nous dirons aux autres que c’est pourvu."
        )

    def get_success_url(self) -> str:
        if self.waiting:
            return reverse("applications:list", args=[self.row.page.pk])
        return super().get_success_url()


class DuplicateView(ActView):
    """« Dupliquer »."""

    service = "duplicate"
    sentence = "Voici une copie. Relisez-la, choisissez ses dates, puis envoyez-la."

    def get_success_url(self) -> str:
        return reverse("submissions:edit", args=[self.organisation.slug, self.page.pk])

    def get_refused_url(self) -> str:
        return _detail(self)


class WithdrawView(OpportunityView, ServiceFormView):
    """« Retirer »: a reason first."""

    form_class = ReasonForm
    template_name = "submissions/withdraw.html"
    left_to_the_gate = (NotAMemberError,)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask why, if it can be withdrawn now."""
        response: HttpResponse = self._not_now() or super().get(request, *args, **kwargs)
        return response

    def act(self, form: ReasonForm) -> str:
        services.withdraw(
            organisation=self.organisation,
            page=self.row.page,
            user=self.person,
            reason=form.cleaned_data["reason"],
        )
        return "L’annonce est retirée."

    def refused(self, form: ReasonForm, error: DomainError) -> HttpResponse:
        """Lead to where it stands: another reason would not be taken either."""
        messages.error(self.request, str(error))
        return redirect(_detail(self))

    def show_again(self, form: ReasonForm, status: HTTPStatus = REFUSED) -> HttpResponse:
        return self._not_now() or super().show_again(form, status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(organisation=self.organisation, row=self.row, **kwargs)

    def get_success_url(self) -> str:
        return _detail(self)

    def _not_now(self) -> HttpResponse | None:
        if Action.WITHDRAW in self.actions:
            return None
        messages.error(self.request, "Cette annonce ne peut pas être retirée maintenant.")
        return redirect(_detail(self))


class DeleteView(OpportunityView, ServiceActionView):
    """« Supprimer » a draft: asked twice."""

    http_method_names = ["get", "post", "head", "options"]
    left_to_the_gate = (NotAMemberError,)

    def get(self, request: HttpRequest) -> HttpResponse:
        if Action.DELETE not in self.actions:
            messages.error(request, "Seul un brouillon jamais mis en ligne peut être supprimé.")
            return redirect(_detail(self))
        context = {"organisation": self.organisation, "row": self.row}
        return render(request, "submissions/delete.html", context)

    def act(self) -> str:
        services.delete(organisation=self.organisation, page=self.row.page, user=self.person)
        return "Le brouillon est supprimé."

    def get_success_url(self) -> str:
        return reverse("submissions:home", args=[self.organisation.slug])

    def get_refused_url(self) -> str:
        return _detail(self)


class LocateView(OrganisationView):
    """From an address to a point, for the map of the form."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """`q` is an address, `commune` what was typed: `{latitude, longitude, message}`."""
        address = request.GET.get("q", "").strip()[:MAX_ADDRESS_LENGTH]
        typed = request.GET.get("commune", "").strip()
        commune = Commune.objects.search(typed).first() if typed else None
        found = locate(address=address, commune=commune)
        return JsonResponse(
            {
                "latitude": found.latitude,
                "longitude": found.longitude,
                "message": found.message,
            }
        )


class RemarksView(OrganisationView):
    """What a review would refuse in a text, while it is typed: nothing is kept."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """`text` is what is typed: one line for each remark."""
        remarks = refusable_words(request.POST.get("text", "")[:MAX_TEXT])
        return render(request, "submissions/remarks.html", {"remarks": remarks})


def _detail(view: OpportunityView) -> str:
    """Where one opportunity stands."""
    return reverse("submissions:detail", args=[view.organisation.slug, view.row.page.pk])
