"""Addresses of this theme."""

from django.urls import path

from portal.followup.procedures.views import appeals, case, unit

_CASE = "suivi/dossiers/<int:pk>/procedure"
_REPORT = f"{_CASE}/signalements/<int:report>"
_ONE = f"{_CASE}/<int:procedure>"

urlpatterns = [
    path("suivi/procedures/", unit.UnitProceduresView.as_view(), name="procedures"),
    path("suivi/recours/", appeals.AppealsView.as_view(), name="appeals"),
    path("suivi/recours/<int:appeal>/", appeals.AppealView.as_view(), name="appeal"),
    path(f"{_CASE}/", case.ProcedureTabView.as_view(), name="procedure"),
    path(f"{_CASE}/signaler/", case.ReportView.as_view(), name="breach_report"),
    path(f"{_CASE}/remobilisation/", case.RemobilisationView.as_view(), name="remobilisation"),
    path(f"{_REPORT}/", case.AnswerReportView.as_view(), name="breach_answer"),
    path(f"{_REPORT}/retirer/", case.WithdrawReportView.as_view(), name="breach_withdraw"),
    path(f"{_ONE}/observations/", case.ObserveView.as_view(), name="observation"),
    path(f"{_ONE}/<slug:letter>.pdf", case.LetterView.as_view(), name="procedure_letter"),
    path(f"{_ONE}/<slug:act>/", case.ActView.as_view(), name="procedure_act"),
]
