"""Addresses of the journal: private."""

from django.urls import path

from portal.accounts.mail_journal import views

private = [path("messages-envoyes/", views.JournalView.as_view(), name="mail_journal")]
