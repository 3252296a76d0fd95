"""« Me faire aider »: who a candidate lets write in a CV, and who proposes to."""

from http import HTTPStatus

from django.contrib import messages
from django.db.models import Max, OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from portal.cv import services
from portal.cv.errors import CvError
from portal.cv.forms import AddressForm, AnswerForm
from portal.cv.models import Cv, CvHelper, CvHelpRequest, CvVersion, workplaces
from portal.cv.services.helping import is_undoable
from portal.cv.views.base import OwnerView, number_of

_UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY
_LABEL = "Adresse e-mail professionnelle"
_HELP = "Celle de la personne qui vous suit. Demandez-la-lui."


class HelpersView(OwnerView):
    """`…/cv/<n>/aide/`: who writes in a CV with its person, and who was asked."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show them, and ask for an address."""
        return self._page(self.own(pk), AddressForm(label=_LABEL, help_text=_HELP))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask that address; the answer is the same whoever has it."""
        cv = self.own(pk)
        form = AddressForm(request.POST, label=_LABEL, help_text=_HELP)
        if not form.is_valid():
            return self._page(cv, form, _UNPROCESSABLE)
        try:
            made = services.ask_help(cv=cv, user=self.person, address=form.cleaned_data["address"])
        except CvError as error:
            form.add_error("address", str(error))
            return self._page(cv, form, _UNPROCESSABLE)
        messages.success(
            request,
            f"C’est noté. Si {made.address} est l’adresse d’une personne du Département ou d’un "
            "partenaire emploi, elle voit votre demande et peut ouvrir ce CV.",
        )
        return redirect("cv:helpers", cv.pk)

    def _page(self, cv: Cv, form: AddressForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
        written = (
            CvVersion.objects.filter(cv=OuterRef("cv"), author=OuterRef("user"))
            .order_by()
            .values("author")
            .annotate(last=Max("saved_at"))
            .values("last")
        )
        rows = list(
            CvHelper.objects.filter(cv=cv)
            .select_related("user")
            .annotate(last_change=Subquery(written))
            .order_by("-given_at", "-pk")
        )
        stopped = number_of(self.request.GET.get("arrete", ""))
        context = {
            "cv": cv,
            "is_owner": True,
            "form": form,
            "helpers": [row for row in rows if row.revoked_at is None],
            "former": [row for row in rows if row.revoked_at],
            "stopped": next((row for row in rows if row.pk == stopped and is_undoable(row)), None),
            "requests": CvHelpRequest.objects.shown().filter(
                cv=cv, asked_by=CvHelpRequest.Side.CANDIDATE
            ),
            "places": workplaces(row.user_id for row in rows),
        }
        return render(self.request, "cv/help/helpers.html", context, status=status)


class StopHelperView(OwnerView):
    """Stop one, at once."""

    def post(self, request: HttpRequest, pk: int, helper: int) -> HttpResponse:
        """End the consent, and propose to undo."""
        row = get_object_or_404(CvHelper, pk=helper, cv=self.own(pk))
        services.stop_helper(helper=row, user=self.person)
        return redirect(f"{reverse('cv:helpers', args=[pk])}?arrete={row.pk}")


class ResumeHelperView(OwnerView):
    """Undo the stop."""

    def post(self, request: HttpRequest, pk: int, helper: int) -> HttpResponse:
        """Give the consent again, or say why not."""
        row = get_object_or_404(CvHelper.objects.select_related("user"), pk=helper, cv=self.own(pk))
        try:
            services.resume_helper(helper=row, user=self.person)
        except CvError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{row.user} peut de nouveau écrire dans ce CV.")
        return redirect("cv:helpers", pk)


class CancelHelpView(OwnerView):
    """Take a request back."""

    def post(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Nobody opens the CV by it any more."""
        row = get_object_or_404(
            CvHelpRequest.objects.sent_by(self.person), pk=number, cv=self.own(pk)
        )
        try:
            services.cancel_request(request=row, user=self.person)
        except CvError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"La demande à {row.address} est annulée.")
        return redirect("cv:helpers", pk)


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
        status = _UNPROCESSABLE if form else HTTPStatus.OK
        return render(self.request, "cv/help/proposals.html", context, status=status)
