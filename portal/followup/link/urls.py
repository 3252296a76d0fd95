"""Addresses of the link, on both sides."""

from django.urls import URLPattern, path

from portal.followup.link import views

_CASE = "suivi/dossiers/<int:pk>/lien/"
_OWN = "mon-espace/accompagnement/"
urlpatterns: list[URLPattern] = [
    path(_CASE, views.LinkView.as_view(), name="link"),
    path(f"{_CASE}code/", views.GiveCodeView.as_view(), name="link_code"),
    path(f"{_CASE}couper/", views.CutFromCaseView.as_view(), name="link_cut"),
    path(f"{_OWN}couper/", views.CutFromSpaceView.as_view(), name="own_cut"),
]
