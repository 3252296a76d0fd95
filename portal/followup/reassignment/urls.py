"""Addresses of this theme."""

from django.urls import URLPattern, path

from portal.followup.reassignment import views

_ROOT = "suivi/unite/reaffectations"
urlpatterns: list[URLPattern] = [
    path(f"{_ROOT}/", views.ChooseView.as_view(), name="reassignments"),
    path(f"{_ROOT}/sans-referent/", views.PlanView.as_view(), name="reassign_alone"),
    path(f"{_ROOT}/<int:pk>/", views.PlanView.as_view(), name="reassign"),
    path(f"{_ROOT}/faites/<int:pk>/", views.DoneView.as_view(), name="reassigned"),
    path(
        f"{_ROOT}/faites/<int:pk>/lettres.pdf",
        views.LettersView.as_view(),
        name="reassignment_letters",
    ),
]
