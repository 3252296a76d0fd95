"""Addresses of those who register, for themselves or for somebody."""

from django.urls import URLPattern, path

from portal.recruitment.views import own, own_lists, person

_MINE = "inscription/suivi/<str:token>/"
public: list[URLPattern] = [
    path("inscription/<int:page_id>/", person.RegisterView.as_view(), name="register"),
    path("inscription/demandee/<slug:how>/", person.asked, name="asked"),
    path(_MINE, own.MineView.as_view(), name="mine"),
    path(f"{_MINE}confirmer/", own.ConfirmView.as_view(), name="mine_confirm"),
    path(f"{_MINE}heure/", own.SlotView.as_view(), name="mine_slot"),
    path(f"{_MINE}de-nouveau/", own.AgainView.as_view(), name="mine_again"),
    path(f"{_MINE}agenda/", own.CalendarView.as_view(), name="mine_calendar"),
    path(f"{_MINE}place/<uuid:offer>/<slug:act>/", own.OfferView.as_view(), name="mine_offer"),
    path(f"{_MINE}<slug:act>/", own.ActView.as_view(), name="mine_act"),
]
private: list[URLPattern] = [
    path(
        "inscription/<int:page_id>/pour-quelqu-un/",
        person.RegisterForView.as_view(),
        name="register_for",
    ),
    path("mon-espace/rencontres/", own_lists.OwnListView.as_view(), name="own"),
    path("accompagnement/inscriptions/", own_lists.HelpedView.as_view(), name="helped"),
    path(
        "accompagnement/inscriptions/<int:pk>/annuler/",
        own_lists.HelpedCancelView.as_view(),
        name="helped_cancel",
    ),
]
