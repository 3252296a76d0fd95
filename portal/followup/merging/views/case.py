"""From a case: who may be the same, the two side by side, what a merge left."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from portal.accounts.capabilities import MERGE_CASES, READ_CASES
from portal.followup.access.log import Act, log
from portal.followup.case.screens import CaseMixin
from portal.followup.case.tabs import Needs
from portal.followup.merging import pointers, queries, rules, services
from portal.followup.merging.comparing import Comparison, compare
from portal.followup.merging.errors import MergeError
from portal.followup.merging.forms import NumberForm, ProposeForm
from portal.followup.merging.models import CaseMerge
from portal.followup.people.models import Beneficiary
from snippets.form_views import ServiceFormView


class _MergeOfCase(CaseMixin):
    """A screen for whoever has the right to merge this case."""

    capability = MERGE_CASES
    needs = Needs.IDENTITY
    tab = "identity"

    @cached_property
    def case(self) -> Beneficiary:
        """The case of the address. Raises Http404."""
        case = super().case
        if not rules.may_propose(self.person, case):
            raise Http404
        return case


class FindView(_MergeOfCase, ServiceFormView):
    """`…/fusion/`: cases that may be of the same person, or the number of another."""

    form_class = NumberForm
    template_name = "followup/merging/find.html"
    other: int

    def act(self, form: NumberForm) -> str:
        rows = Beneficiary.objects.visible_to(self.person)
        found = rows.filter(number=form.cleaned_data["number"]).exclude(pk=self.case.pk).first()
        if found is None or not rules.may_merge(self.person, self.case, found):
            message = "Aucun autre dossier de votre périmètre n’a ce numéro."
            raise MergeError(message, field="number")
        self.other = found.pk
        return ""

    def get_success_url(self) -> str:
        return reverse("followup:merge_compare", args=[self.case.pk, self.other])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = queries.duplicates_of(self.case, self.person)
        return super().get_context_data(**({"candidates": found} | kwargs))


class CompareView(_MergeOfCase, ServiceFormView):
    """`…/fusion/<other>/`: the two side by side; this case is kept, the other becomes a pointer."""

    form_class = ProposeForm
    template_name = "followup/merging/compare.html"

    @cached_property
    def loser(self) -> Beneficiary:
        """The other case, on which one has the same right. Raises Http404."""
        rows = Beneficiary.objects.visible_to(self.person)
        found = get_object_or_404(
            rows.select_related("unit", "commune", "household"), pk=self.kwargs["other"]
        )
        if not rules.may_merge(self.person, self.case, found):
            raise Http404
        return found

    @cached_property
    def comparison(self) -> Comparison:
        """What each has."""
        return compare(self.case, self.loser, self.person)

    def log_reading(self) -> None:
        for case in (self.case, self.loser):
            log(actor=self.actor, act=Act.READ, beneficiary=case, place="followup:merge_compare")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"comparison": self.comparison}

    def act(self, form: ProposeForm) -> str:
        services.propose(
            kept=self.case,
            loser=self.loser,
            choices=form.choices,
            reason=form.cleaned_data["reason"],
            seen=form.cleaned_data["seen"],
            actor=self.actor,
        )
        return "La fusion est proposée. Une autre personne donne son accord."

    def get_success_url(self) -> str:
        return reverse("followup:merges")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"loser": self.loser, "comparison": self.comparison}
        return super().get_context_data(**(context | kwargs))


class HistoryView(CaseMixin, TemplateView):
    """`…/fusions/<merged>/`: what the case that was given up held, and kept."""

    capability = READ_CASES
    needs = Needs.IDENTITY
    tab = "pathway"
    template_name = "followup/merging/history.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.merge = get_object_or_404(
            CaseMerge.objects.visible_to(self.person).select_related("asked_by", "decided_by"),
            pk=self.kwargs["merged"],
            beneficiary=self.case,
            state=CaseMerge.State.DONE,
        )
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        stayed, entries = pointers.history_of_merged(self.merge, self.person)
        return super().get_context_data(merge=self.merge, stayed=stayed, entries=entries, **kwargs)
