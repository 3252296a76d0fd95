"""Addresses of those who recruit."""

from django.urls import URLPattern, path

from portal.applications.views import (
    manage_bulk,
    manage_lists,
    manage_message,
    manage_one,
    manage_refusing,
)

_LIST = "candidatures/<int:page_id>/"
_ONE = "candidatures/dossier/<int:pk>/"
public: list[URLPattern] = []
private: list[URLPattern] = [
    path("candidatures/", manage_lists.HomeView.as_view(), name="home"),
    path(_LIST, manage_lists.ListView.as_view(), name="list"),
    path(f"{_LIST}en-nombre/", manage_bulk.BulkView.as_view(), name="bulk"),
    path(f"{_LIST}message/", manage_message.MessageView.as_view(), name="message"),
    path(f"{_LIST}export/<slug:extension>/", manage_lists.ExportView.as_view(), name="export"),
    path(_ONE, manage_one.OneView.as_view(), name="one"),
    path(f"{_ONE}cv/", manage_one.SentCvView.as_view(), name="cv"),
    path(f"{_ONE}etat/", manage_one.AnswerView.as_view(), name="answer"),
    path(f"{_ONE}refuser/<slug:step>/", manage_refusing.RefuseView.as_view(), name="refuse"),
    path(f"{_ONE}note/", manage_one.NoteView.as_view(), name="note"),
]
