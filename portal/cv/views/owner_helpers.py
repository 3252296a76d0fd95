"""« Me faire aider »: who a candidate lets write in a CV, and who proposes to."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Max, OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from portal.cv import services
from portal.cv.errors import CvError
from portal.cv.forms import AddressForm, AnswerForm
from portal.cv.models import CvHelpRequest, CvVersion, workplaces
from portal.cv.services.helping import is_undoable
from portal.cv.views.base import OwnerView, number_of
from snippets.form_views import REFUSED, ServiceActionView, ServiceFormView

_LABEL = "Adresse e-mail professionnelle"
_HELP = "Celle de la personne qui vous suit. Demandez-la-lui."


class HelpersView(OwnerView, ServiceFormView):
    """`…/cv/<n>/aide/`: who writes in a CV with its person, and who was asked."""

    form_class = AddressForm
    template_name = "cv/help/helpers.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "label": _LABEL, "help_text": _HELP}

    def act(self, form: AddressForm) -> str:
        """Ask that address; the answer is the same whoever has it."""
        made = services.ask_help(cv=self.cv, user=self.person, address=form.cleaned_data["address"])
        return (
            f"C’est noté. Si {made.address} est l’adresse d’une personne du Département ou d’un "
            "partenaire emploi, elle voit votre demande et peut ouvrir ce CV."
        )

    def get_success_url(self) -> str:
        return reverse("cv:helpers", args=[self.cv.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who helps, who helped, who was asked."""
        cv = self.cv
        written = (
            CvVersion.objects.filter(cv=OuterRef("cv"), author=OuterRef("user"))
            .order_by()
            .values("author")
            .annotate(last=Max("saved_at"))
            .values("last")
        )
        rows = list(
            cv.helpers.select_related("user")
            .annotate(last_change=Subquery(written))
            .order_by("-given_at", "-pk")
        )
        stopped = number_of(self.request.GET.get("arrete", ""))
        return super().get_context_data(
            cv=cv,
            is_owner=True,
            helpers=[row for row in rows if row.revoked_at is None],
            former=[row for row in rows if row.revoked_at],
            stopped=next((row for row in rows if row.pk == stopped and is_undoable(row)), None),
            requests=cv.help_requests.shown().filter(asked_by=CvHelpRequest.Side.CANDIDATE),
            places=workplaces(row.user_id for row in rows),
            **kwargs,
        )


class StopHelperView(OwnerView):
    """Stop one, at once."""

    def post(self, request: HttpRequest, pk: int, helper: int) -> HttpResponse:
        """End the consent, and propose to undo."""
        row = get_object_or_404(self.cv.helpers, pk=helper)
        services.stop_helper(helper=row, user=self.person)
        return redirect(f"{reverse('cv:helpers', args=[pk])}?arrete={row.pk}")


class _HelpersAction(OwnerView, ServiceActionView):
    """A button of the list of helpers."""

    def get_success_url(self) -> str:
        return reverse("cv:helpers", args=[self.kwargs["pk"]])


class ResumeHelperView(_HelpersAction):
    """Undo the stop."""

    def act(self) -> str:
        rows = self.cv.helpers.select_related("user")
        row = get_object_or_404(rows, pk=self.kwargs["helper"])
        services.resume_helper(helper=row, user=self.person)
        return f"{row.user} peut de nouveau écrire dans ce CV."


class CancelHelpView(_HelpersAction):
    """Take a request back."""

    def act(self) -> str:
        """Nobody opens the CV by it any more."""
        row = self.own(CvHelpRequest.objects, pk=self.kwargs["number"], cv=self.cv)
        services.cancel_request(request=row, user=self.person)
        return f"La demande à {row.address} est annulée."


class ProposalsView(OwnerView):
    """`…/cv/aides/`: who proposes to help."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Each with the CVs to choose from."""
        return self._page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Answer one: accept for a CV, or refuse."""
        number = number_of(request.POST.get("demande", ""))
        row = CvHelpRequest.objects.proposed_to(self.person).filter(pk=number).first()
        if row is None:
            raise Http404
        form = AnswerForm(request.POST, user=self.person, prefix=str(number))
        answer = request.POST.get("reponse")
        try:
            if answer == "non":
                services.refuse_request(request=row, user=self.person)
                messages.success(
                    request, f"C’est noté. {row.asker} ne voit rien de vous, ni votre réponse."
                )
                return redirect("cv:proposals")
            if answer != "oui" or not form.is_valid():
                return self._page(answered=number, form=form)
            consent = services.accept_request(request=row, user=self.person, cv=form.chosen)
        except CvError as error:
            messages.error(request, str(error))
            return redirect("cv:proposals")
        messages.success(
            request, f"{consent.user} peut maintenant écrire dans ce CV. Vous arrêtez ici."
        )
        return redirect("cv:helpers", consent.cv_id)

    def _page(self, answered: int = 0, form: AnswerForm | None = None) -> HttpResponse:
        rows = list(
            CvHelpRequest.objects.proposed_to(self.person)
            .waiting()
            .select_related("asker")
            .order_by("created_at", "pk")
        )
        context = {
            "proposals": [
                (
                    row,
                    form
                    if form and row.pk == answered
                    else AnswerForm(user=self.person, prefix=str(row.pk)),
                )
                for row in rows
            ],
            "places": workplaces(row.asker_id for row in rows),
            "is_owner": True,
            "cv": None,
            "has_errors": form is not None,
        }
        status = REFUSED if form else HTTPStatus.OK
        return render(self.request, "cv/help/proposals.html", context, status=status)
