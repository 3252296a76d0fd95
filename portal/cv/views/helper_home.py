"""« Aider à un CV »: the side of an adviser or of a partner."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.views import View

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import HELP_CV
from portal.cv import services
from portal.cv.forms import AddressForm
from portal.cv.models import Cv, CvHelper, CvHelpRequest
from snippets.folding import fold_name
from snippets.form_views import ServiceActionView, ServiceFormView

PER_PAGE = 20
_LABEL = "Adresse e-mail de la personne"
_HELP = "Celle qu’elle lit. Elle recevra un message, et dira oui ou non."


class HelperView(CapabilityRequiredMixin, View):
    """A screen of those who may help."""

    capability = HELP_CV


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
            "sent": CvHelpRequest.objects.owned_by(self.person)
            .shown()
            .filter(asked_by=CvHelpRequest.Side.HELPER),
        }
        return render(request, "cv/helped.html", context)


class ProposeView(HelperView, ServiceFormView):
    """`…/cv/aider/proposer/`: propose one's help to an address."""

    form_class = AddressForm
    template_name = "cv/help/propose.html"
    success_url = reverse_lazy("cv:helped")
    extra_context = {"cv": None, "is_owner": False}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "label": _LABEL, "help_text": _HELP}

    def act(self, form: AddressForm) -> str:
        """Propose; what is said does not depend on who has the address."""
        made = services.propose_help(user=self.person, address=form.cleaned_data["address"])
        return (
            f"Proposition envoyée à {made.address}. Son CV viendra dans cette liste si la "
            "personne dit oui."
        )


class WithdrawHelpView(HelperView, ServiceActionView):
    """Take a proposal back."""

    success_url = reverse_lazy("cv:helped")

    def act(self) -> str:
        side = CvHelpRequest.Side.HELPER
        row = self.own(CvHelpRequest.objects, pk=self.kwargs["number"], asked_by=side)
        services.cancel_request(request=row, user=self.person)
        return f"La proposition à {row.address} est annulée."


class AnswerAskedView(HelperView, ServiceActionView):
    """Answer a candidate who asks for help."""

    opened: CvHelper | None = None

    def act(self) -> str:
        """Open the CV, or say that one cannot."""
        asked = CvHelpRequest.objects.asked_of(self.person)
        row = get_object_or_404(asked, pk=self.kwargs["number"])
        if self.request.POST.get("reponse") == "oui":
            self.opened = services.accept_request(request=row, user=self.person)
            return ""
        services.refuse_request(request=row, user=self.person)
        return f"C’est noté. {row.asker} le verra sur la page de son CV."

    def get_success_url(self) -> str:
        if self.opened is not None:
            return reverse("cv:edit", args=[self.opened.cv_id])
        return reverse("cv:helped")


class LeaveView(HelperView):
    """`…/cv/aider/<n>/quitter/`: stop helping, once it is confirmed."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        context = {"helped": self._helped(pk), "cv": None, "is_owner": False}
        return render(request, "cv/help/leave.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._helped(pk)
        services.leave_cv(helper=row, user=self.person)
        messages.success(request, f"Vous n’aidez plus {row.cv.owner} pour ce CV.")
        return redirect("cv:helped")

    def _helped(self, pk: int) -> CvHelper:
        rows = CvHelper.objects.active().owned_by(self.person).select_related("cv__owner")
        return get_object_or_404(rows.filter(cv__in=Cv.objects.helped_by(self.person)), cv=pk)
