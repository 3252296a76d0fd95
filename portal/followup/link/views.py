"""The link, on the side of the case and on that of the person."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.views.generic import TemplateView, View

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import OWN_CASE, WRITE_CASES
from portal.followup.case.screens import CaseMixin
from portal.followup.case.tabs import Needs
from portal.followup.link import queries, services
from portal.followup.link.errors import LinkError
from portal.followup.link.letter import letter_pdf
from portal.followup.models import AccountLink
from snippets.form_views import REFUSED, ServiceActionView

_TOO_OFTEN = (
    "Trop d’essais pour aujourd’hui. Réessayez plus tard, ou demandez de l’aide à la personne qui "
    "vous accompagne."
)


class LinkView(CaseMixin, TemplateView):
    """`/suivi/dossiers/<pk>/lien/`: whether the case is linked, and since when."""

    tab = "identity"
    template_name = "followup/link/side.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(side=queries.side_of(self.case, self.person), **kwargs)


class GiveCodeView(CaseMixin, View):
    """`…/lien/code/`: a code, shown once; with `courrier`, the letter to print."""

    capability = WRITE_CASES
    needs = Needs.WRITING
    tab = "identity"
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make it, and show it now: it is kept nowhere."""
        try:
            given = services.give_code(beneficiary=self.case, actor=self.actor)
        except LinkError as error:
            return self._shown(problem=str(error), status=REFUSED)
        if "courrier" in request.POST:
            name = f"code-{self.case.shown_number}.pdf"
            headers = {
                "Content-Disposition": f'attachment; filename="{name}"',
                "X-Content-Type-Options": "nosniff",
            }
            content = letter_pdf(self.case, given)
            return HttpResponse(content, content_type="application/pdf", headers=headers)
        return self._shown(given=given, status=200)

    def _shown(self, *, status: int, **context: Any) -> HttpResponse:
        side = queries.side_of(self.case, self.person)
        context = self.case_context() | {"side": side} | context
        return render(self.request, "followup/link/side.html", context, status=status)


class CutFromCaseView(CaseMixin, ServiceActionView):
    """`…/lien/couper/`: the service cuts it."""

    capability = WRITE_CASES
    needs = Needs.WRITING

    def act(self) -> str:
        link = queries.side_of(self.case, self.person).link
        if link is None:
            raise Http404
        services.cut(link=link, side=AccountLink.Side.SERVICE, actor=self.actor)
        return "Le lien est coupé."

    def get_success_url(self) -> str:
        return reverse("followup:link", args=[self.case.pk])


class CutFromSpaceView(CapabilityRequiredMixin, ServiceActionView):
    """`/mon-espace/accompagnement/couper/`: the person cuts it."""

    capability = OWN_CASE
    success_url = reverse_lazy("followup:own")

    def act(self) -> str:
        link = queries.own_links(self.person).filter(cut_at__isnull=True).first()
        if link is None:
            raise Http404
        services.cut(link=link, side=AccountLink.Side.PERSON, actor=self.actor)
        return "Le lien est coupé. Votre accompagnement continue, sans votre compte."
