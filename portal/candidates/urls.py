"""Addresses of candidates. Public and private patterns are two lists."""

from django.urls import path

from portal.candidates.views import alerts, favourites, links, profile

app_name = "candidates"
_ALERT = "mon-espace/alertes/<int:pk>/"
public = [
    path("favoris/", favourites.VisitorFavouritesView.as_view(), name="visitor_favourites"),
    path("favoris/offres/", favourites.cards, name="favourite_cards"),
    path("alertes/nouvelle/", alerts.NewAlertView.as_view(), name="alert_new"),
    path("alertes/demandee/", alerts.asked, name="alert_asked"),
    path("alertes/confirmer/<str:token>/", links.ConfirmView.as_view(), name="alert_confirm"),
    path("alertes/arreter/<str:token>/", links.StopView.as_view(), name="alert_stop"),
]
private = [
    path("mon-espace/profil/", profile.ProfileView.as_view(), name="profile"),
    path("mon-espace/profil/<slug:step>/", profile.StepView.as_view(), name="profile_step"),
    path("mon-espace/favoris/", favourites.FavouritesView.as_view(), name="favourites"),
    path("mon-espace/favoris/garder/", favourites.KeepView.as_view(), name="keep"),
    path("mon-espace/favoris/reprendre/", favourites.TakeOverView.as_view(), name="take_over"),
    path("mon-espace/alertes/", alerts.AlertsView.as_view(), name="alerts"),
    path(f"{_ALERT}offres/", alerts.ResultsView.as_view(), name="alert_results"),
    path(f"{_ALERT}modifier/", alerts.ChangeView.as_view(), name="alert_change"),
    path(f"{_ALERT}pause/", alerts.PauseView.as_view(), name="alert_pause"),
    path(f"{_ALERT}supprimer/", alerts.DeleteView.as_view(), name="alert_delete"),
    path(f"{_ALERT}retablir/", alerts.RestoreView.as_view(), name="alert_restore"),
]
urlpatterns = [*private, *public]
