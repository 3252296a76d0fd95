"""Addresses of the person's side: theirs, the team's, the manager's."""

from django.urls import URLPattern, path

from portal.followup.own_side.views import file, person, person_file, person_hours, team

_OWN = "mon-espace/accompagnement/"
_CASE = "suivi/dossiers/<int:pk>/cote-personne/"
_ASKED = f"{_CASE}dossier/<int:asked>/"
urlpatterns: list[URLPattern] = [
    path(_OWN, person.OwnView.as_view(), name="own"),
    path(f"{_OWN}rendez-vous/", person.MeetingsView.as_view(), name="own_meetings"),
    path(
        f"{_OWN}rendez-vous/<int:appointment>.ics",
        person.CalendarView.as_view(),
        name="own_calendar",
    ),
    path(f"{_OWN}engagements/", person.StepsView.as_view(), name="own_steps"),
    path(
        f"{_OWN}engagements/<int:step>/fait/", person.StepDoneView.as_view(), name="own_step_done"
    ),
    path(
        f"{_OWN}engagements/<int:step>/pas-fait/",
        person.StepNotDoneView.as_view(),
        name="own_step_not_done",
    ),
    path(f"{_OWN}heures/", person_hours.HoursView.as_view(), name="own_hours"),
    path(
        f"{_OWN}heures/ajouter/", person_hours.DeclareHoursView.as_view(), name="own_hours_declare"
    ),
    path(
        f"{_OWN}heures/<int:line>/retirer/",
        person_hours.WithdrawHoursView.as_view(),
        name="own_hours_withdraw",
    ),
    path(f"{_OWN}propositions/", person_hours.ProposalsView.as_view(), name="own_proposals"),
    path(f"{_OWN}a-apporter/", person.BringView.as_view(), name="own_bring"),
    path(f"{_OWN}equipe/", person.TeamView.as_view(), name="own_team"),
    path(f"{_OWN}partage/", person.SharedView.as_view(), name="own_shared"),
    path(f"{_OWN}partage/<int:item>/", person.DocumentView.as_view(), name="own_document"),
    path(f"{_OWN}observations/", person.ObserveView.as_view(), name="own_observe"),
    path(f"{_OWN}dossier/", person_file.AskFileView.as_view(), name="own_file"),
    path(f"{_OWN}dossier/retirer/", person_file.GiveUpView.as_view(), name="own_file_give_up"),
    path(
        f"{_OWN}dossier/<int:asked>.pdf", person_file.GivenFileView.as_view(), name="own_file_pdf"
    ),
    path(
        f"{_OWN}dossier/<int:asked>/documents/<int:document>/",
        person_file.GivenDocumentView.as_view(),
        name="own_file_document",
    ),
    path(_CASE, team.OwnSideView.as_view(), name="own_side"),
    path(
        f"{_CASE}documents/<int:document>/", team.ShareDocumentView.as_view(), name="share_document"
    ),
    path(f"{_CASE}etapes/<int:step>/", team.ShareStepView.as_view(), name="share_step"),
    path(f"{_CASE}notes/<int:note>/", team.ShareNoteView.as_view(), name="share_note"),
    path(f"{_CASE}a-apporter/", team.BringView.as_view(), name="share_bring"),
    path(f"{_CASE}<int:item>/arreter/", team.UnshareView.as_view(), name="unshare"),
    path(f"{_CASE}demande/", team.RecordFileView.as_view(), name="file_record"),
    path("suivi/demandes-de-dossier/", file.UnitRequestsView.as_view(), name="file_requests"),
    path(_ASKED, file.RequestView.as_view(), name="file_request"),
    path(f"{_ASKED}apercu.pdf", file.PreviewView.as_view(), name="file_preview"),
    path(f"{_ASKED}prolonger/", file.ExtendView.as_view(), name="file_extend"),
    path(f"{_ASKED}refuser/", file.RefuseView.as_view(), name="file_refuse"),
    path(f"{_ASKED}remettre/", file.DeliverView.as_view(), name="file_deliver"),
    path(f"{_ASKED}<slug:act>/", file.RequestActionView.as_view(), name="file_act"),
]
