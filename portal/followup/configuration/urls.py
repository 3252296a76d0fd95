"""Addresses of this theme."""

from django.urls import URLPattern, path

from portal.followup.configuration import views

_ROOT = "suivi/reglages/"

urlpatterns: list[URLPattern] = [
    path(_ROOT, views.SettingsView.as_view(), name="settings"),
    path(f"{_ROOT}listes/<slug:name>/", views.ListView.as_view(), name="settings_list"),
    path(f"{_ROOT}termes/<int:term>/", views.TermView.as_view(), name="settings_term"),
    path(
        f"{_ROOT}termes/<int:term>/<slug:direction>/",
        views.MoveTermView.as_view(),
        name="settings_move_term",
    ),
    path(f"{_ROOT}delais/<slug:key>/", views.DelayView.as_view(), name="settings_delay"),
    path(
        f"{_ROOT}delais/<slug:key>/<int:row>/retirer/",
        views.DropDelayView.as_view(),
        name="settings_drop_delay",
    ),
    path(f"{_ROOT}courriers/<slug:key>/", views.LetterView.as_view(), name="settings_letter"),
    path(
        f"{_ROOT}courriers/<slug:key>/apercu.pdf",
        views.PreviewView.as_view(),
        name="settings_letter_preview",
    ),
    path(
        f"{_ROOT}courriers/<slug:key>/<int:row>/retirer/",
        views.DropLetterView.as_view(),
        name="settings_drop_letter",
    ),
]
