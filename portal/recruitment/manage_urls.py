"""Addresses of those who manage a session."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path, re_path

from portal.recruitment.views import company, in_bulk, managing, officers, one, taking

_LINK = "rencontres/lien/<str:token>/"
_LIST = "rencontres/<int:pk>/"
_ONE = "rencontres/inscription/<int:pk>/"

public: list[URLPattern] = [
    path(_LINK, login_not_required(company.CompanyView.as_view()), name="company"),
    path(
        f"{_LINK}cv/<int:pk>/",
        login_not_required(company.CompanyCvView.as_view()),
        name="company_cv",
    ),
]
private: list[URLPattern] = [
    path("rencontres/", managing.SessionsView.as_view(), name="sessions"),
    path(_LIST, managing.ListView.as_view(), name="list"),
    path(f"{_LIST}ajouter/", officers.AddView.as_view(), name="add"),
    path(f"{_LIST}appels/", officers.CallListView.as_view(), name="call_list"),
    path(f"{_LIST}en-nombre/", in_bulk.BulkView.as_view(), name="bulk"),
    path(f"{_LIST}message/", in_bulk.MessageView.as_view(), name="message"),
    path(f"{_LIST}emargement/", taking.SheetView.as_view(), name="sheet"),
    re_path(
        r"^rencontres/(?P<pk>\d{1,18})/export/(?P<kind>xlsx|pdf)/$",
        taking.ExportView.as_view(),
        name="export",
    ),
    path(f"{_LIST}acces/", taking.AccessesView.as_view(), name="accesses"),
    path(f"{_LIST}liens/", taking.LinksView.as_view(), name="links"),
    path(f"{_LIST}liens/<int:link_pk>/arreter/", taking.StopLinkView.as_view(), name="stop_link"),
    path(_ONE, one.OneView.as_view(), name="one"),
    path(f"{_ONE}creneau/", one.MoveView.as_view(), name="move"),
    path(f"{_ONE}placer/", one.PromoteView.as_view(), name="promote"),
    path(f"{_ONE}place-proposee/", one.AnswerView.as_view(), name="answer_for"),
    path(f"{_ONE}annuler/", one.CancelView.as_view(), name="cancel_for"),
    path(f"{_ONE}etat/", one.MarkView.as_view(), name="mark"),
    path(f"{_ONE}cv/", one.BroughtCvView.as_view(), name="cv"),
    path(f"{_ONE}appel/", officers.CallAnswerView.as_view(), name="call_answer"),
]
