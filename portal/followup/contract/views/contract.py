"""The tab « Contrat et plan d’action », and what is done to a contract."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from portal.followup.case.screens import CaseMixin
from portal.followup.contract import services
from portal.followup.contract.completeness import missing_of
from portal.followup.contract.errors import AlreadyThereError
from portal.followup.contract.forms.contract import ClosingForm, ContractForm, DropForm
from portal.followup.contract.models import EngagementContract
from portal.followup.contract.paper import contract_pdf
from portal.followup.contract.queries import (
    career_of,
    contracts_of,
    diagnoses_of,
    has_plan_changed,
    plan_of,
    plan_of_contract,
)
from portal.followup.contract.services.plans import add_goal
from portal.followup.contract.services.preparing import is_expired
from portal.followup.contract.states import IN_PREPARATION, OVER, WAS_SIGNED, S
from portal.followup.contract.views.base import (
    AddView,
    CaseActionView,
    EditView,
    KeepsRowText,
    RowMixin,
    TabMixin,
)
from portal.followup.own_side.team_queries import steps_told


class ContractTabView(CaseMixin, TemplateView):
    """`…/contrat/`: what is in force, what is in preparation, the plan, the former contracts."""

    tab = "contract"
    template_name = "followup/contract/contract.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contracts = contracts_of(self.case)
        today = timezone.localdate()
        current, prepared = contracts.in_force, contracts.in_preparation
        plan = plan_of(self.case)
        context = {
            "contracts": contracts,
            "is_expired": bool(current and is_expired(current, today)),
            "missing": missing_of(prepared) if prepared and prepared.state == S.DRAFT else [],
            "has_plan_changed": bool(
                prepared and prepared.state == S.PROPOSED and has_plan_changed(prepared)
            ),
            "plan": plan,
            **steps_told(self.case, self.person, plan.goals),
            "career": career_of(self.case),
            "today": today,
        }
        return super().get_context_data(**(kwargs | context))


class ContractMixin(RowMixin, TabMixin):
    """A screen on one contract."""

    tab = "contract"
    model = EngagementContract
    key = "contract"
    row: EngagementContract

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**(kwargs | {"contract": self.row}))


class PrepareView(TabMixin, CaseActionView):
    """`…/contrat/preparer/`: begin a contract, an amendment or a renewal of the one in force."""

    tab = "contract"
    made: EngagementContract | None = None

    def act(self) -> str:
        current = contracts_of(self.case).in_force
        kind = self.request.POST.get("kind", "")
        try:
            self.made = services.prepare(
                beneficiary=self.case,
                actor=self.actor,
                amends=current if kind == "amendment" else None,
                renews=current if kind == "renewal" else None,
            )
        except AlreadyThereError as error:
            self.made = error.row  # type: ignore[assignment]
            raise
        return ""

    def get_success_url(self) -> str:
        """The one that is in preparation, made by somebody else a moment ago too."""
        if self.made is not None and self.made.state == S.DRAFT:
            return reverse("followup:contract_edit", args=[self.case.pk, self.made.pk])
        return super().get_success_url()


class ContractEditView(KeepsRowText, ContractMixin, EditView):
    """`…/contrat/<contract>/`: everything of a draft on one screen."""

    template_name = "followup/contract/edit.html"
    title = "Préparer le contrat"
    draft_form = "contract"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """What is no draft any more is read, not written."""
        if self.row.state != S.DRAFT:
            return redirect("followup:contract_read", self.case.pk, self.row.pk)
        return super().get(*args, **kwargs)

    def make_form(self, data: Any, row: EngagementContract) -> ContractForm:
        return ContractForm(data, contract=row)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        diagnoses = diagnoses_of(self.case)
        return super().get_context_data(
            diagnosis=diagnoses[0] if diagnoses else None,
            plan=plan_of(self.case),
            missing=missing_of(self.row),
            **kwargs,
        )

    def act(self, form: ContractForm) -> str:
        services.save(contract=self.row, values=form.values, actor=self.actor, version=self.version)
        if form.cleaned_data["goal_label"]:
            add_goal(
                beneficiary=self.case,
                label=form.cleaned_data["goal_label"],
                theme=form.cleaned_data["goal_theme"],
                steps=form.new_steps,
                actor=self.actor,
            )
        return (
            "Le contrat est enregistré. Quand il est complet, proposez-le à la signature depuis "
            "«\u00a0Contrat et plan d’action\u00a0»."
        )

    def get_success_url(self) -> str:
        return reverse("followup:contract_edit", args=[self.case.pk, self.row.pk])


class ContractReadView(ContractMixin, CaseMixin, TemplateView):
    """`…/contrat/<contract>/lire/`: any contract, with its plan, over or not."""

    template_name = "followup/contract/read.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contract = self.row
        is_prepared = contract.state in IN_PREPARATION
        context = {
            "is_over": contract.state in OVER,
            "was_signed": contract.state in WAS_SIGNED,
            "goals": plan_of(self.case).goals if is_prepared else plan_of_contract(contract),
        }
        return super().get_context_data(**(kwargs | context))


class ContractPdfView(ContractMixin, CaseMixin, View):
    """`…/contrat/<contract>/contrat.pdf`: the paper to sign."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file, whole: nothing of the area is streamed."""
        answer = HttpResponse(contract_pdf(self.row), content_type="application/pdf")
        name = f"contrat-{self.case.shown_number}.pdf"
        answer["Content-Disposition"] = f'inline; filename="{name}"'
        return answer


class ProposeView(ContractMixin, CaseActionView):
    """Check that a contract is complete, and propose it."""

    def act(self) -> str:
        services.propose(contract=self.row, actor=self.actor)
        return (
            "Le contrat est proposé. Imprimez-le, faites-le signer, puis notez la date de la "
            "signature."
        )

    def get_refused_url(self) -> str:
        """Where what is missing is said, each with its link."""
        return reverse("followup:contract_edit", args=[self.case.pk, self.row.pk])


class TakeBackView(ContractMixin, CaseActionView):
    """Write again what was proposed."""

    def act(self) -> str:
        services.take_back(contract=self.row, actor=self.actor)
        return "Vous pouvez de nouveau modifier le contrat. Il faudra l’imprimer encore."

    def get_success_url(self) -> str:
        return reverse("followup:contract_edit", args=[self.case.pk, self.row.pk])


class ClosingView(KeepsRowText, ContractMixin, AddView):
    """The end of a contract or its breach: a day, a reason."""

    form_class = ClosingForm
    draft_form = "closing"

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()} | super().get_initial()


class EndView(ClosingView):
    """`…/contrat/<contract>/terminer/`."""

    title = "Terminer le contrat"
    button = "Terminer le contrat"
    notice = (
        "Les objectifs et les étapes en cours restent dans le plan d’action. Le contrat reste "
        "lisible dans le dossier."
    )

    def act(self, form: ClosingForm) -> str:
        services.end(
            contract=self.row,
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
            actor=self.actor,
        )
        return "Le contrat est terminé."


class BreachView(ClosingView):
    """`…/contrat/<contract>/rompre/`."""

    title = "Noter la rupture du contrat"
    button = "Noter la rupture"
    notice = (
        "Noter une rupture n’est pas une sanction et n’en déclenche aucune. Le motif reste dans "
        "le dossier, que la personne peut demander à lire."
    )

    def act(self, form: ClosingForm) -> str:
        services.breach(
            contract=self.row,
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
            actor=self.actor,
        )
        return "La rupture est notée. Aucune sanction n’en découle."


class DropView(ContractMixin, AddView):
    """`…/contrat/<contract>/abandonner/`: give up what was not signed."""

    title = "Abandonner ce contrat en préparation"
    button = "Abandonner"
    notice = "Les objectifs et les étapes restent dans le plan d’action."
    form_class = DropForm

    def act(self, form: DropForm) -> str:
        services.drop(contract=self.row, actor=self.actor, reason=form.cleaned_data["reason"])
        return "Le contrat en préparation est abandonné."
