"""What is done with an opportunity without writing: preview, send, take back, end, copy, delete."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse

from pages.geocoding import MAX_ADDRESS_LENGTH, locate
from pages.moderation.errors import ModerationError
from pages.moderation.messages import last_day
from portal.submissions import services
from portal.submissions.access import OpportunityView, OrganisationView
from portal.submissions.errors import NotAMemberError
from portal.submissions.forms.reasons import ReasonForm
from portal.submissions.states import Action
from snippets import french
from snippets.models import Commune

Service = Callable[..., Any]


class PreviewView(OpportunityView):
    """The public template over the latest text, with a banner."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """As the public would read it."""
        draft = self.row.page.get_latest_revision_as_object()
        response: TemplateResponse = draft.serve_preview(request, draft.default_preview_mode)
        context = {
            **draft.get_context(request),
            **(response.context_data or {}),
            "draft_notice": reverse(
                "submissions:detail", args=[self.organisation.slug, self.row.page.pk]
            ),
        }
        return render(request, draft.template, context)


class ActView(OpportunityView):
    """A button: POST does one thing and says so."""

    http_method_names = ["post"]
    service: ClassVar[str]
    sentence: ClassVar[str]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do it, or say why not, and go back."""
        try:
            page = getattr(services, self.service)(
                organisation=self.organisation, page=self.row.page, user=self.person
            )
        except NotAMemberError:
            raise
        except ModerationError as error:
            messages.error(request, str(error))
            return redirect("submissions:detail", self.organisation.slug, self.row.page.pk)
        messages.success(request, self.said(page))
        return self.next(page)

    def said(self, page: Any) -> str:
        """What was done."""
        return self.sentence

    def next(self, page: Any) -> HttpResponse:
        """Where to go then."""
        return redirect("submissions:detail", self.organisation.slug, self.row.page.pk)


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
        """Until when."""
        day = last_day(page.expire_at)
        return f"L’annonce reste en ligne jusqu’au {french.full_date(day) if day else ''} inclus."


class FillView(ActView):
    """« C’est pourvu »."""

    service = "mark_filled"
    sentence = "Merci de nous l’avoir dit\u00a0: l’annonce est retirée du site."


class DuplicateView(ActView):
    """« Dupliquer »."""

    service = "duplicate"
    sentence = "Voici une copie. Relisez-la, choisissez ses dates, puis envoyez-la."

    def next(self, page: Any) -> HttpResponse:
        """To the copy."""
        return redirect("submissions:edit", self.organisation.slug, page.pk)


class WithdrawView(OpportunityView):
    """« Retirer »: a reason first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask why."""
        return self._ask(ReasonForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Withdraw."""
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self._ask(form, HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            services.withdraw(
                organisation=self.organisation,
                page=self.row.page,
                user=self.person,
                reason=form.cleaned_data["reason"],
            )
        except NotAMemberError:
            raise
        except ModerationError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "L’annonce est retirée.")
        return redirect("submissions:detail", self.organisation.slug, self.row.page.pk)

    def _ask(self, form: ReasonForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
        if Action.WITHDRAW not in self.actions:
            messages.error(self.request, "Cette annonce ne peut pas être retirée maintenant.")
            return redirect("submissions:detail", self.organisation.slug, self.row.page.pk)
        context = {"organisation": self.organisation, "row": self.row, "form": form}
        return render(self.request, "submissions/withdraw.html", context, status=status)


class DeleteView(OpportunityView):
    """« Supprimer » a draft: asked twice."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask."""
        if Action.DELETE not in self.actions:
            messages.error(request, "Seul un brouillon jamais mis en ligne peut être supprimé.")
            return redirect("submissions:detail", self.organisation.slug, self.row.page.pk)
        context = {"organisation": self.organisation, "row": self.row}
        return render(request, "submissions/delete.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Delete."""
        try:
            services.delete(organisation=self.organisation, page=self.row.page, user=self.person)
        except NotAMemberError:
            raise
        except ModerationError as error:
            messages.error(request, str(error))
            return redirect("submissions:detail", self.organisation.slug, self.row.page.pk)
        messages.success(request, "Le brouillon est supprimé.")
        return redirect("submissions:home", self.organisation.slug)


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
