"""Addresses of those who apply, for themselves or for somebody."""

from django.urls import URLPattern, path

from portal.applications.views import person_applying, person_links, person_own

_APPLY = "postuler/<int:page_id>/"
_FOLLOW = "candidature/<str:token>/"
_OWN = "mon-espace/candidatures/"
_HELPED = "accompagnement/candidatures/"

public: list[URLPattern] = [
    path(_APPLY, person_applying.ApplyView.as_view(), name="apply"),
    path("postuler/envoyee/<str:token>/", person_applying.SentView.as_view(), name="sent"),
    path(_FOLLOW, person_links.FollowView.as_view(), name="follow"),
    path(f"{_FOLLOW}confirmer/", person_links.ConfirmView.as_view(), name="confirm"),
    path(f"{_FOLLOW}retirer/", person_links.FollowWithdrawView.as_view(), name="follow_withdraw"),
]
private: list[URLPattern] = [
    path(f"{_APPLY}pour-quelqu-un/", person_applying.ApplyForView.as_view(), name="apply_for"),
    path(_OWN, person_own.OwnListView.as_view(), name="own"),
    path(f"{_OWN}<int:pk>/", person_own.OwnOneView.as_view(), name="own_one"),
    path(f"{_OWN}<int:pk>/retirer/", person_own.WithdrawView.as_view(), name="withdraw"),
    path(_HELPED, person_own.HelpedView.as_view(), name="helped"),
    path(f"{_HELPED}<int:pk>/", person_own.HelpedOneView.as_view(), name="helped_one"),
]
