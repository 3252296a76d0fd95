"""« Aider à un CV »: the side of an adviser or of a partner."""

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.actors import person_of
from portal.accounts.capabilities import HELP_CV
from portal.accounts.models import User
from portal.cv import services
from portal.cv.errors import CvError
from portal.cv.forms import AddressForm
from portal.cv.models import Cv, CvHelper, CvHelpRequest
from snippets.folding import fold_name

PER_PAGE = 20
_LABEL = "Adresse e-mail de la personne"
_HELP = "Celle qu’elle lit. Elle recevra un message, et dira oui ou non."


class HelperView(CapabilityRequiredMixin, View):
    """A screen of those who may help."""

    capability = HELP_CV

    @property
    def person(self) -> User:
        """Who reads."""
        return person_of(self.request)


class HelpedView(HelperView):
    """`…/cv/aider/`: the CVs that one may write in, and what waits."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Each with its person, the last one changed first."""
        found = Cv.objects.helped_by(self.person).select_related("owner").defer("document")
        total = found.count()
        text = request.GET.get("q", "").strip()[:100]
        for word in fold_name(text).split():
            found = found.filter(owner__folded_name__contains=word)
        page = Paginator(found.order_by("-updated_at", "-pk"), PER_PAGE).get_page(
            request.GET.get("page")
        )
        context = {
            "cv": None,
            "is_owner": False,
            "page": page,
            "q": text,
            "is_long": total > PER_PAGE // 2 or text,
            "asked": CvHelpRequest.objects.asked_of(self.person)
            .waiting()
            .select_related("asker")
            .order_by("created_at", "pk"),
            "sent": CvHelpRequest.objects.sent_by(self.person)
            .shown()
            .filter(asked_by=CvHelpRequest.Side.HELPER),
        }
        return render(request, "cv/helped.html", context)


class ProposeView(HelperView):
    """`…/cv/aider/proposer/`: propose one's help to an address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask for the address."""
        return self._page(AddressForm(label=_LABEL, help_text=_HELP))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Propose; what is said does not depend on who has the address."""
        form = AddressForm(request.POST, label=_LABEL, help_text=_HELP)
        if form.is_valid():
            try:
                made = services.propose_help(user=self.person, address=form.cleaned_data["address"])
            except CvError as error:
                form.add_error("address", str(error))
            else:
                messages.success(
                    request,
                    f"Proposition envoyée à {made.address}. Son CV viendra dans cette liste si la "
                    "personne dit oui.",
                )
                return redirect("cv:helped")
        return self._page(form, HTTPStatus.UNPROCESSABLE_ENTITY)

    def _page(self, form: AddressForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
        context = {"form": form, "cv": None, "is_owner": False}
        return render(self.request, "cv/help/propose.html", context, status=status)


class WithdrawHelpView(HelperView):
    """Take a proposal back."""

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        """It cannot be accepted any more."""
        rows = CvHelpRequest.objects.sent_by(self.person)
        row = get_object_or_404(rows, pk=number, asked_by=CvHelpRequest.Side.HELPER)
        try:
            services.cancel_request(request=row, user=self.person)
        except CvError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"La proposition à {row.address} est annulée.")
        return redirect("cv:helped")


class AnswerAskedView(HelperView):
    """Answer a candidate who asks for help."""

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        """Open the CV, or say that one cannot."""
        row = get_object_or_404(CvHelpRequest.objects.asked_of(self.person), pk=number)
        try:
            if request.POST.get("reponse") == "oui":
                consent = services.accept_request(request=row, user=self.person)
                return redirect("cv:edit", consent.cv_id)
            services.refuse_request(request=row, user=self.person)
        except CvError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"C’est noté. {row.asker} le verra sur la page de son CV.")
        return redirect("cv:helped")


class LeaveView(HelperView):
    """`…/cv/aider/<n>/quitter/`: stop helping, once it is confirmed."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say what it means."""
        context = {"helped": self._helped(pk), "cv": None, "is_owner": False}
        return render(request, "cv/help/leave.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Stop."""
        row = self._helped(pk)
        services.leave_cv(helper=row, user=self.person)
        messages.success(request, f"Vous n’aidez plus {row.cv.owner} pour ce CV.")
        return redirect("cv:helped")

    def _helped(self, pk: int) -> CvHelper:
        rows = CvHelper.objects.active().filter(
            user=self.person, cv__in=Cv.objects.helped_by(self.person)
        )
        return get_object_or_404(rows.select_related("cv__owner"), cv=pk)
