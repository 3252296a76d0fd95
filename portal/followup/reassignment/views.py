"""`/suivi/unite/reaffectations/`: who leaves, who takes what, what was done and its letters."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from portal.accounts.capabilities import LEAD_UNIT
from portal.followup.access.log import Act, log_many
from portal.followup.access.queries import unit_load
from portal.followup.home.views import AreaView
from portal.followup.models import Beneficiary, ReferentAssignment
from portal.followup.people.models import Professional
from portal.followup.reassignment import paper, planning
from portal.followup.reassignment.forms import PlanForm
from portal.followup.reassignment.models import Reassignment
from portal.followup.reassignment.services import reassign
from snippets.form_views import ServiceFormView

_SHOWN = 10


class _UnitScreen(AreaView):
    """A screen of who manages a unit."""

    capability = LEAD_UNIT
    section_of_area = "unit"
    kwargs: dict[str, Any]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**(self.area_context() | kwargs))  # type: ignore[misc]


class ChooseView(_UnitScreen, TemplateView):
    """Who leaves; the cases that nobody follows; what was moved lately."""

    template_name = "followup/reassignment/choose.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        done = Reassignment.objects.visible_to(self.person).select_related("former")
        return super().get_context_data(
            people=unit_load(self.person, self.me),
            alone=planning.cases_of(self.person, None).count(),
            done=done[:_SHOWN],
            **kwargs,
        )


class PlanView(_UnitScreen, ServiceFormView):
    """The cases of one colleague, each with its proposal; looked at again, then applied."""

    form_class = PlanForm
    template_name = "followup/reassignment/plan.html"
    made: Reassignment

    @cached_property
    def former(self) -> Professional | None:
        """Who leaves, of the unit. Raises Http404."""
        if "pk" not in self.kwargs:
            return None
        rows = Professional.objects.visible_to(self.person).filter(unit=self.me.unit_id)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def colleagues(self) -> list[Professional]:
        """Who may take them over."""
        return planning.colleagues_of(self.me, self.former)

    @cached_property
    def total(self) -> int:
        """How many cases there are: the screen shows those of one act."""
        return int(planning.cases_of(self.person, self.former).count())

    @cached_property
    def lines(self) -> list[planning.Line]:
        """Each case as it stands now."""
        cases = planning.cases_of(self.person, self.former).order_by("sort_name", "pk")
        lines = planning.lines_of(cases[: planning.MOST])
        planning.propose(lines, self.colleagues)
        return lines

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"lines": self.lines}

    def form_valid(self, form: PlanForm) -> HttpResponse:
        if self.request.POST.get("go") != "apply":
            # What is applied is what is shown now.
            seen: Any = self.request.POST.copy()
            seen.update({f"seal_{line.case.pk}": line.seal for line in self.lines})
            form.data = seen
            return self.render_to_response(self.get_context_data(form=form, is_preview=True))
        return super().form_valid(form)

    def act(self, form: PlanForm) -> str:
        self.made = reassign(
            former=self.former,
            chosen=form.chosen,
            fates=form.fates,
            leaves_on=form.cleaned_data["leaves_on"],
            reason=form.cleaned_data["reason"],
            actor=self.actor,
        )
        return ""

    def get_success_url(self) -> str:
        return reverse("followup:reassigned", args=[self.made.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**({"is_preview": False} | kwargs))
        chosen = context["form"].professionals
        handed = {
            kind: sum(line.count(kind) for line in self.lines if line.case.pk in chosen)
            for kind in ("appointment", "step", "contract", "request", "draft")
        }
        return context | {
            "former": self.former,
            "lines": self.lines,
            "total": self.total,
            "most": planning.MOST,
            "loads": planning.loads_with(self.colleagues, chosen),
            "given": len(chosen),
            "handed": handed,
        }


class _OfReassignment(_UnitScreen):
    @cached_property
    def reassignment(self) -> Reassignment:
        """The one of the address. Raises Http404."""
        rows = Reassignment.objects.visible_to(self.person).select_related("former", "unit")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def assignments(self) -> list[ReferentAssignment]:
        """Those that it made and that the reader still reads, by name."""
        rows = ReferentAssignment.objects.visible_to(self.person).filter(
            pk__in=self.reassignment.assignments,
            beneficiary__in=Beneficiary.objects.visible_to(self.person),
        )
        return list(
            rows.select_related(
                "beneficiary__unit", "beneficiary__commune", "professional", "structure"
            ).order_by("beneficiary__sort_name", "pk")
        )


class DoneView(_OfReassignment, TemplateView):
    """What was moved, and what was left with its reason."""

    template_name = "followup/reassignment/done.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        refused = self.reassignment.refused
        cases = Beneficiary.objects.visible_to(self.person)
        known = cases.in_bulk([pk for pk, _ in refused])
        return super().get_context_data(
            reassignment=self.reassignment,
            assignments=self.assignments,
            refused=[(known.get(pk), why) for pk, why in refused],
            **kwargs,
        )


class LettersView(_OfReassignment, View):
    """The letters in one file; each case says that it was printed."""

    http_method_names = ["get", "head", "options"]

    @cached_property
    def assignments(self) -> list[ReferentAssignment]:
        """Those that go on: a letter names who is the referent on the day of its printing."""
        return [one for one in super().assignments if one.ends_at is None]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The PDF; back to the screen when there is nobody to write to any more."""
        if not self.assignments:
            return redirect("followup:reassigned", self.reassignment.pk)
        body = paper.letters_pdf(self.reassignment, self.assignments, day=timezone.localdate())
        log_many(
            actor=self.actor,
            act=Act.PRINT,
            keys=[one.beneficiary_id for one in self.assignments],
            place="followup:reassignment_letters",
            reason="",
        )
        response = HttpResponse(body, content_type="application/pdf")
        response["Content-Disposition"] = 'inline; filename="changement-de-referent.pdf"'
        response["X-Content-Type-Options"] = "nosniff"
        return response
