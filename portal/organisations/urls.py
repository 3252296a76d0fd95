"""Addresses of organisations. Public and private patterns are two lists."""

from django.urls import path

from portal.organisations.views import door, entering, members, officers, sheet
from snippets.shared_pages import shared_page

app_name = "organisations"
_HOME = "mon-organisation/<slug:slug>"
_REVIEW = "organisations/verifier"

public = [
    path("espace-pro/", shared_page(door.door), name="door"),
    path("employeurs/", shared_page(door.employers), name="employers"),
]
private = [
    path("organisations/inscription/", entering.RegisterView.as_view(), name="register"),
    path("organisations/<slug:slug>/rejoindre/", entering.JoinView.as_view(), name="join"),
    path(f"{_REVIEW}/", officers.QueueView.as_view(), name="queue"),
    path(f"{_REVIEW}/<slug:slug>/", officers.ReviewView.as_view(), name="review"),
    path(f"{_REVIEW}/<slug:slug>/suspendre/", officers.SuspendView.as_view(), name="suspend"),
    path(f"{_REVIEW}/<slug:slug>/retablir/", officers.RestoreView.as_view(), name="restore"),
    path("mon-organisation/", entering.ChoiceView.as_view(), name="choice"),
    path(
        "mon-organisation/demandes/<int:pk>/annuler/",
        entering.CancelJoinView.as_view(),
        name="cancel_join",
    ),
    path(f"{_HOME}/fiche/", sheet.SheetView.as_view(), name="sheet"),
    path(f"{_HOME}/fiche/modifier/", sheet.EditView.as_view(), name="edit"),
    path(f"{_HOME}/quitter/", sheet.LeaveView.as_view(), name="leave"),
    path(f"{_HOME}/membres/", members.MembersView.as_view(), name="members"),
    path(f"{_HOME}/membres/inviter/", members.InviteView.as_view(), name="invite"),
    path(f"{_HOME}/membres/<int:pk>/role/", members.RoleView.as_view(), name="role"),
    path(f"{_HOME}/membres/<int:pk>/retirer/", members.RemoveView.as_view(), name="remove"),
    path(f"{_HOME}/invitations/<int:pk>/renvoyer/", members.ResendView.as_view(), name="resend"),
    path(f"{_HOME}/invitations/<int:pk>/annuler/", members.RevokeView.as_view(), name="revoke"),
    path(f"{_HOME}/demandes/<int:pk>/", members.AnswerView.as_view(), name="answer"),
]
urlpatterns = [*public, *private]
