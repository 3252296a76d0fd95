"""Addresses of the administration of rights; every one of them is private."""

from django.urls import path, re_path

from portal.accounts.administration.views import (
    home,
    invitations,
    log,
    matrix,
    people,
    proposals,
    review,
)

app_name = "administration"
urlpatterns = [
    path("", home.HomeView.as_view(), name="home"),
    path("personnes/", people.PeopleView.as_view(), name="people"),
    path("personnes/<int:pk>/", people.PersonView.as_view(), name="person"),
    path("personnes/<int:pk>/donner/", people.GrantView.as_view(), name="grant"),
    path("personnes/<int:pk>/connexions/", people.EndSessionsView.as_view(), name="end_sessions"),
    path("personnes/<int:pk>/desactiver/", people.DeactivateView.as_view(), name="deactivate"),
    path("personnes/<int:pk>/reactiver/", people.ReactivateView.as_view(), name="reactivate"),
    path(
        "personnes/<int:pk>/second-facteur/",
        people.ResetSecondFactorView.as_view(),
        name="reset_second_factor",
    ),
    path("attributions/<int:pk>/retirer/", people.EndGrantView.as_view(), name="end_grant"),
    path("invitations/", invitations.InvitationsView.as_view(), name="invitations"),
    path("invitations/agent/", invitations.InviteToLevelView.as_view(), name="invite_level"),
    path(
        "invitations/organisation/",
        invitations.InviteToOrganisationView.as_view(),
        name="invite_organisation",
    ),
    path("invitations/<int:pk>/renvoyer/", invitations.SendAgainView.as_view(), name="send_again"),
    path("invitations/<int:pk>/annuler/", invitations.RevokeView.as_view(), name="revoke"),
    path("validations/", proposals.ProposalsView.as_view(), name="proposals"),
    path("validations/<int:pk>/valider/", proposals.ApproveView.as_view(), name="approve"),
    path("validations/<int:pk>/refuser/", proposals.RefuseView.as_view(), name="refuse"),
    path("validations/<int:pk>/retirer/", proposals.WithdrawView.as_view(), name="withdraw"),
    path("niveaux/", matrix.MatrixView.as_view(), name="matrix"),
    path("revue/", review.ReviewView.as_view(), name="review"),
    path("journal/", log.LogView.as_view(), name="log"),
    re_path(
        r"^journal/export\.(?P<extension>csv|xlsx)$",
        log.ExportLogView.as_view(),
        name="export_log",
    ),
]
