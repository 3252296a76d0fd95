"""Addresses of one's own data, and of the public register, in the namespace of accounts."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from portal.personal_data import views

public = [
    path(
        "donnees-personnelles/",
        login_not_required(views.RegisterView.as_view()),
        name="data_register",
    ),
]
private = [
    path("compte/mes-donnees/", views.MyDataView.as_view(), name="my_data"),
    path("compte/mes-donnees/corriger/", views.CorrectView.as_view(), name="my_data_correct"),
    path("compte/mes-donnees/<str:extension>/", views.ExportView.as_view(), name="my_data_export"),
    path("compte/effacer/", views.EraseView.as_view(), name="erase_account"),
    path("compte/garder/", views.KeepView.as_view(), name="keep_account"),
    path(
        "compte/accords/<slug:purpose>/donner/",
        views.GiveConsentView.as_view(),
        name="give_consent",
    ),
    path(
        "compte/accords/<int:pk>/retirer/",
        views.WithdrawConsentView.as_view(),
        name="withdraw_consent",
    ),
]
urlpatterns = [*public, *private]
