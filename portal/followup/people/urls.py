"""Addresses of this theme."""

from django.urls import URLPattern, path

from portal.followup.people.views import cases, staff

_STAFF = "suivi/professionnels"

urlpatterns: list[URLPattern] = [
    path("suivi/dossiers/nouveau/", cases.OpenView.as_view(), name="open"),
    path("suivi/dossiers/<int:pk>/identite/", cases.IdentityView.as_view(), name="identity"),
    path(
        "suivi/dossiers/<int:pk>/identite/modifier/",
        cases.EditIdentityView.as_view(),
        name="edit_identity",
    ),
    path(f"{_STAFF}/", staff.ProfessionalsView.as_view(), name="professionals"),
    path(f"{_STAFF}/nouveau/", staff.NewPlaceView.as_view(), name="new_place"),
    path(f"{_STAFF}/<int:pk>/", staff.PlaceView.as_view(), name="place"),
    path(f"{_STAFF}/<int:pk>/depart/", staff.LeaveView.as_view(), name="leave"),
    path(f"{_STAFF}/unites/nouvelle/", staff.NewUnitView.as_view(), name="new_unit"),
    path(f"{_STAFF}/unites/<int:pk>/", staff.UnitView.as_view(), name="one_unit"),
    path(f"{_STAFF}/unites/<int:pk>/fermer/", staff.CloseUnitView.as_view(), name="close_unit"),
]
