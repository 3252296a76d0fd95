"""Merges that wait for an agreement, and the screen that gives it."""

from typing import Any

from django.db.models import Case, Value, When
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import ListView

from portal.accounts.capabilities import MERGE_CASES
from portal.followup.access.log import Act, log
from portal.followup.home.views import AreaView
from portal.followup.merging import queries, rules, services
from portal.followup.merging.comparing import KEPT, compare
from portal.followup.merging.forms import RefuseForm
from portal.followup.merging.models import CaseMerge
from portal.followup.people.models import Beneficiary
from snippets.form_views import ServiceActionView, ServiceFormView


class MergesView(AreaView, ListView):
    """`/suivi/fusions/`: those that wait, then the others."""

    capability = MERGE_CASES
    section_of_area = "caseload"
    template_name = "followup/merging/list.html"
    context_object_name = "merges"
    paginate_by = 20

    def get_queryset(self) -> Any:
        waiting = Case(When(state=CaseMerge.State.ASKED, then=Value(0)), default=Value(1))
        return queries.merges_of(self.person).order_by(waiting, "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**(self.area_context() | kwargs))


class _OfMerge(AreaView):
    """A screen of one merge, on both cases of which the person has a right."""

    capability = MERGE_CASES
    section_of_area = "caseload"
    kwargs: dict[str, Any]
    success_url: Any = reverse_lazy("followup:merges")

    @cached_property
    def merge(self) -> CaseMerge:
        """The merge of the address. Raises Http404."""
        rows = CaseMerge.objects.visible_to(self.person).select_related(
            "beneficiary__unit",
            "beneficiary__household",
            "beneficiary__commune",
            "asked_by",
            "decided_by",
        )
        found: CaseMerge = get_object_or_404(rows, pk=self.kwargs["pk"])
        # Out of reach: a pointer once it is done, a case that was archived since.
        loser = (
            Beneficiary.objects.visible_to(self.person)
            .select_related("unit", "household", "commune")
            .filter(pk=found.loser_id)
            .first()
        )
        if loser is not None:
            found.loser = loser
        elif found.state == CaseMerge.State.ASKED:
            raise Http404
        if not rules.may_merge(self.person, found.beneficiary, loser or found.beneficiary):
            raise Http404
        return found


class MergeView(_OfMerge, ServiceFormView):
    """`/suivi/fusions/<pk>/`: what was proposed; the form refuses, the button beside it agrees."""

    form_class = RefuseForm
    template_name = "followup/merging/merge.html"

    def act(self, form: RefuseForm) -> str:
        services.refuse(merge=self.merge, answer=form.cleaned_data["answer"], actor=self.actor)
        return "La fusion est refusée\u00a0: les deux dossiers restent comme ils sont."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        merge = self.merge
        is_waiting = merge.state == CaseMerge.State.ASKED
        comparison = compare(merge.beneficiary, merge.loser, self.person) if is_waiting else None
        if is_waiting:
            for case in (merge.beneficiary, merge.loser):
                log(actor=self.actor, act=Act.READ, beneficiary=case, place="followup:merge")
        chosen = []
        if comparison is not None:
            chosen = [
                (line.label, line.kept if merge.choices.get(line.name) == KEPT else line.loser)
                for line in comparison.to_choose
            ]
        context = {
            "merge": merge,
            "comparison": comparison,
            "chosen": chosen,
            "is_stale": comparison is not None and comparison.seal != merge.seal,
            "may_agree": rules.may_agree(self.person, merge),
            "may_withdraw": rules.may_withdraw(self.person, merge),
        }
        return super().get_context_data(**(self.area_context() | context | kwargs))


class AgreeView(_OfMerge, ServiceActionView):
    """Agree: the two cases are one."""

    def get_refused_url(self) -> str:
        return str(reverse_lazy("followup:merge", args=[self.merge.pk]))

    def act(self) -> str:
        done = services.agree(merge=self.merge, actor=self.actor)
        return (
            f"Les dossiers sont fusionnés\u00a0: le n°\u00a0{done.beneficiary.shown_number} "
            f"continue, le n°\u00a0{done.shown_number} y mène."
        )


class WithdrawView(_OfMerge, ServiceActionView):
    """Take back what one proposed."""

    def act(self) -> str:
        services.withdraw(merge=self.merge, actor=self.actor)
        return "La proposition est retirée."
