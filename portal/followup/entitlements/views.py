"""Tab « Droits », and its corrections."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from portal.accounts.capabilities import ORIENT
from portal.followup.case.screens import CaseFormView, CaseMixin
from portal.followup.case.tabs import Needs
from portal.followup.entitlements import services
from portal.followup.entitlements.errors import MendedMeanwhileError
from portal.followup.entitlements.forms import RightForm
from portal.followup.entitlements.history import history_of
from portal.followup.entitlements.models import Entitlement, OrganismMove
from portal.followup.entitlements.reasons import reason_in_words
from portal.followup.orientation import rules
from snippets.errors import DomainError


class RightsView(CaseMixin, TemplateView):
    """The state of the right month by month, and moves between organisms."""

    template_name = "followup/entitlements/rights.html"
    needs = Needs.IDENTITY
    tab = "rights"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rights = [
            *Entitlement.objects.visible_to(self.person)
            .filter(beneficiary=self.case)
            # Empty for who may not see the files: an adviser reads that it was one.
            .select_related("source")
        ]
        for right in rights:
            right.reason_words = reason_in_words(right.status, right.reason)
        moves = OrganismMove.objects.visible_to(self.person).filter(beneficiary=self.case)
        return super().get_context_data(
            rights=rights,
            present=rights[0] if rights else None,
            moves=[*moves],
            history=history_of(self.case),
            may_correct=rules.decides(self.person),
            **kwargs,
        )


class _RightFormView(CaseFormView):
    """A form of a right, by who orients."""

    capability = ORIENT
    needs = Needs.ORIENTING
    tab = "rights"
    form_class = RightForm
    template_name = "followup/entitlements/form.html"

    def get_success_url(self) -> str:
        return reverse("followup:rights", args=[self.case.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"right": None, "theirs": None} | kwargs))


class RecordView(_RightFormView):
    """Write what no file says yet."""

    def get_initial(self) -> dict[str, Any]:
        today = timezone.localdate()
        return {"on": today, "received_on": today, "has_duties": True}

    def act(self, form: RightForm) -> str:
        values = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        services.record_by_hand(beneficiary=self.case, actor=self.actor, **values)
        return "Le droit est enregistré."


class MendView(_RightFormView):
    """Correct what a file said, or what somebody wrote."""

    @cached_property
    def right(self) -> Entitlement:
        """The row of the address. Raises Http404."""
        rows = Entitlement.objects.visible_to(self.person)
        return get_object_or_404(rows, pk=self.kwargs["right"], beneficiary=self.case)

    def get_initial(self) -> dict[str, Any]:
        values = {name: getattr(self.right, name) for name in services.FIELDS}
        return values | {"seen": services.version_of(self.right)}

    def act(self, form: RightForm) -> str:
        values = dict(form.cleaned_data)
        services.mend(
            entitlement=self.right, actor=self.actor, seen=values.pop("seen") or 0, **values
        )
        return "Le droit est corrigé."

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        """Show what somebody else wrote beside what was typed."""
        if not isinstance(error, MendedMeanwhileError):
            return super().refused(form, error)
        form.add_error(None, str(error))
        form.data = form.data.copy()
        form.data["seen"] = services.version_of(error.row)
        context = self.get_context_data(form=form, theirs=error.row)
        return self.render_to_response(context, status=HTTPStatus.CONFLICT)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"right": self.right} | kwargs))
