"""Addresses of this theme."""

from django.urls import path

from portal.followup.contract.views import contract, diagnosis, plan, signing

_CASE = "suivi/dossiers/<int:pk>"
_DIAGNOSES = f"{_CASE}/diagnostic"
_CONTRACTS = f"{_CASE}/contrat"
_ONE = f"{_CONTRACTS}/<int:contract>"
_PLAN = f"{_CASE}/plan"
_GOAL = f"{_PLAN}/objectifs/<int:goal>"
_STEP = f"{_PLAN}/etapes/<int:step>"
_CAREER = f"{_CASE}/projet"

urlpatterns = [
    path(f"{_DIAGNOSES}/", diagnosis.DiagnosisView.as_view(), name="diagnosis"),
    path(f"{_DIAGNOSES}/nouveau/", diagnosis.NewDiagnosisView.as_view(), name="diagnosis_new"),
    path(
        f"{_DIAGNOSES}/<int:diagnosis>/",
        diagnosis.EarlierDiagnosisView.as_view(),
        name="diagnosis_one",
    ),
    path(
        f"{_DIAGNOSES}/<int:diagnosis>/modifier/",
        diagnosis.EditDiagnosisView.as_view(),
        name="diagnosis_edit",
    ),
    path(f"{_CONTRACTS}/", contract.ContractTabView.as_view(), name="contract"),
    path(f"{_CONTRACTS}/preparer/", contract.PrepareView.as_view(), name="contract_prepare"),
    path(f"{_ONE}/", contract.ContractEditView.as_view(), name="contract_edit"),
    path(f"{_ONE}/lire/", contract.ContractReadView.as_view(), name="contract_read"),
    path(f"{_ONE}/contrat.pdf", contract.ContractPdfView.as_view(), name="contract_pdf"),
    path(f"{_ONE}/proposer/", contract.ProposeView.as_view(), name="contract_propose"),
    path(f"{_ONE}/reprendre/", contract.TakeBackView.as_view(), name="contract_take_back"),
    path(f"{_ONE}/signer/", signing.SignView.as_view(), name="contract_sign"),
    path(f"{_ONE}/scan/", signing.ScanView.as_view(), name="contract_scan"),
    path(f"{_ONE}/terminer/", contract.EndView.as_view(), name="contract_end"),
    path(f"{_ONE}/rompre/", contract.BreachView.as_view(), name="contract_breach"),
    path(f"{_ONE}/abandonner/", contract.DropView.as_view(), name="contract_drop"),
    path(f"{_PLAN}/objectifs/nouveau/", plan.NewGoalView.as_view(), name="goal_new"),
    path(f"{_GOAL}/", plan.EditGoalView.as_view(), name="goal_edit"),
    path(f"{_GOAL}/etat/", plan.GoalStateView.as_view(), name="goal_state"),
    path(f"{_GOAL}/place/", plan.MoveGoalView.as_view(), name="goal_move"),
    path(f"{_PLAN}/etapes/nouvelle/", plan.NewStepView.as_view(), name="step_new"),
    path(f"{_STEP}/", plan.EditStepView.as_view(), name="step_edit"),
    path(f"{_STEP}/etat/", plan.StepStateView.as_view(), name="step_state"),
    path(f"{_CAREER}/nouveau/", plan.NewCareerView.as_view(), name="career_new"),
    path(f"{_CAREER}/<int:career>/", plan.EditCareerView.as_view(), name="career_edit"),
    path(f"{_CAREER}/<int:career>/retirer/", plan.RemoveCareerView.as_view(), name="career_remove"),
]
