"""Goals and steps, one click for what was done; the work that the person looks for."""

from typing import Any

from portal.followup.contract.errors import ContractError
from portal.followup.contract.forms.plan import CareerForm, GoalForm, StepForm
from portal.followup.contract.models import ActionStep, CareerGoal, Goal
from portal.followup.contract.queries import goals_to_choose
from portal.followup.contract.services import careers, plans
from portal.followup.contract.states import G, T
from portal.followup.contract.views.base import (
    AddView,
    CaseActionView,
    EditView,
    RowMixin,
    TabMixin,
)

_UNKNOWN = "Ce bouton n’existe pas. Rechargez la page."
_SAID_OF_STEPS = {
    T.PLANNED: "L’étape est de nouveau à faire.",
    T.IN_PROGRESS: "L’étape est en cours.",
    T.DONE: "L’étape est faite.",
    T.DROPPED_BY_PERSON: "L’étape est abandonnée par la personne.",
    T.CANCELLED_BY_SERVICE: "L’étape est annulée par le service.",
}
_SAID_OF_GOALS = {
    G.IN_PROGRESS: "L’objectif est de nouveau en cours.",
    G.DONE: "L’objectif est atteint.",
    G.ABANDONED: "L’objectif est abandonné.",
}


class GoalMixin(RowMixin):
    """A screen on one goal."""

    tab = "contract"
    anchor = "#plan"
    model = Goal
    key = "goal"


class StepMixin(RowMixin):
    """A screen on one step."""

    tab = "contract"
    anchor = "#plan"
    model = ActionStep
    key = "step"


class NewGoalView(AddView):
    """`…/plan/objectifs/nouveau/`."""

    tab = "contract"
    anchor = "#plan"
    title = "Nouvel objectif"
    form_class = GoalForm

    def act(self, form: GoalForm) -> str:
        plans.add_goal(
            beneficiary=self.case,
            label=form.cleaned_data["label"],
            theme=form.cleaned_data["theme"],
            actor=self.actor,
        )
        return "L’objectif est ajouté."


class EditGoalView(GoalMixin, EditView):
    """`…/plan/objectifs/<goal>/`."""

    title = "Modifier l’objectif"

    def make_form(self, data: Any, row: Goal) -> GoalForm:
        return GoalForm(data, goal=row)

    def act(self, form: GoalForm) -> str:
        plans.edit_goal(
            goal=self.row,
            label=form.cleaned_data["label"],
            theme=form.cleaned_data["theme"],
            actor=self.actor,
            version=self.version,
        )
        return "L’objectif est modifié."


class GoalStateView(GoalMixin, TabMixin, CaseActionView):
    """Reached, given up, taken up again: `to` of the button says which."""

    def act(self) -> str:
        row, to = self.row, self.request.POST.get("to", "")
        if to not in G.values:
            raise ContractError(_UNKNOWN)
        plans.set_goal_state(goal=row, state=to, actor=self.actor)
        return _SAID_OF_GOALS[G(to)]


class MoveGoalView(GoalMixin, TabMixin, CaseActionView):
    """One place up or down."""

    def act(self) -> str:
        is_up = self.request.POST.get("to") == "up"
        plans.move_goal(goal=self.row, is_up=is_up, actor=self.actor)
        return ""


class NewStepView(AddView):
    """`…/plan/etapes/nouvelle/`: of the goal that the address names, or of none."""

    tab = "contract"
    anchor = "#plan"
    title = "Nouvelle étape"
    form_class = StepForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "goals": goals_to_choose(self.case, self.person)}

    def get_initial(self) -> dict[str, Any]:
        return {"goal": self.request.GET.get("objectif", ""), "by": "person"}

    def act(self, form: StepForm) -> str:
        plans.add_step(
            beneficiary=self.case,
            goal=form.cleaned_data["goal"],
            values=form.values,
            actor=self.actor,
        )
        return "L’étape est ajoutée."


class EditStepView(StepMixin, EditView):
    """`…/plan/etapes/<step>/`."""

    title = "Modifier l’étape"

    def make_form(self, data: Any, row: ActionStep) -> StepForm:
        return StepForm(data, goals=goals_to_choose(self.case, self.person), step=row)

    def act(self, form: StepForm) -> str:
        plans.edit_step(
            step=self.row,
            values=form.values,
            goal=form.cleaned_data["goal"],
            actor=self.actor,
            version=self.version,
        )
        return "L’étape est modifiée."


class StepStateView(StepMixin, TabMixin, CaseActionView):
    """What became of a step, in one click: `to` of the button says what."""

    def act(self) -> str:
        row, to = self.row, self.request.POST.get("to", "")
        if to not in T.values:
            raise ContractError(_UNKNOWN)
        plans.set_step_state(step=row, state=to, actor=self.actor)
        return _SAID_OF_STEPS[T(to)]


class NewCareerView(AddView):
    """`…/projet/nouveau/`."""

    tab = "contract"
    anchor = "#projet"
    template_name = "followup/contract/career_form.html"
    title = "Ajouter un métier au projet"
    form_class = CareerForm

    def act(self, form: CareerForm) -> str:
        careers.add_career_goal(beneficiary=self.case, values=form.values, actor=self.actor)
        return "Le métier est ajouté au projet."


class CareerMixin(RowMixin):
    """A screen on one trade."""

    tab = "contract"
    anchor = "#projet"
    model = CareerGoal
    key = "career"


class EditCareerView(CareerMixin, EditView):
    """`…/projet/<career>/`."""

    template_name = "followup/contract/career_form.html"
    title = "Modifier le projet"

    def make_form(self, data: Any, row: CareerGoal) -> CareerForm:
        return CareerForm(data, career=row)

    def act(self, form: CareerForm) -> str:
        careers.edit_career_goal(
            career=self.row, values=form.values, actor=self.actor, version=self.version
        )
        return "Le projet est modifié."


class RemoveCareerView(CareerMixin, TabMixin, CaseActionView):
    """Take a trade off the project."""

    def act(self) -> str:
        careers.remove_career_goal(career=self.row, actor=self.actor)
        return "Le métier est retiré du projet."
