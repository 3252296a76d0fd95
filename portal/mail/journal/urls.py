"""Addresses of the journal: private."""

from django.urls import path

from portal.mail.journal import views

private = [
    path("messages-envoyes/", views.JournalView.as_view(), name="mail_journal"),
    path("messages-envoyes/en-difficulte/", views.TroublesView.as_view(), name="mail_troubles"),
    path(
        "messages-envoyes/<uuid:public_id>/renvoyer/",
        views.ResendView.as_view(),
        name="mail_resend",
    ),
    path(
        "messages-envoyes/adresses/<int:pk>/reprendre/",
        views.WriteAgainView.as_view(),
        name="mail_write_again",
    ),
]
