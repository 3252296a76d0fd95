"""Addresses of call-backs: the public form, and the officers' list."""

from django.urls import path, re_path

from portal.participation.views import call_backs, call_me

public = [
    path("contact/", call_me.ContactView.as_view(), name="contact"),
    path("aide/", call_me.help_page, name="help"),
    path("etre-rappele/", call_me.CallMeView.as_view(), name="call_me"),
    path("etre-rappele/demande/", call_me.asked, name="call_asked"),
]
private = [
    path("rappels/", call_backs.CallBacksView.as_view(), name="call_backs"),
    path("rappels/<int:pk>/note/", call_backs.CallBackNoteView.as_view(), name="call_note"),
    re_path(
        rf"^rappels/(?P<pk>\d{{1,18}})/(?P<act>{'|'.join(call_backs.ACTS)})/$",
        call_backs.CallBackActView.as_view(),
        name="call_act",
    ),
]
