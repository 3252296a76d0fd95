"""Addresses of pairs: the coordinator's board, and the page of each of the two."""

from django.urls import URLPattern, path

from portal.sponsorship.pairing.views import board, own, pairs

_BOARD = "parrainage/coordination/binomes"
_ONE = f"{_BOARD}/<int:pk>"
_PERSON = "parrainage/mon-binome/<int:pk>"
_SPONSOR = "parrainage/binomes/<int:pk>"

private: list[URLPattern] = [
    path(f"{_BOARD}/", board.BoardView.as_view(), name="board"),
    path(f"{_BOARD}/proposer/", board.ProposeView.as_view(), name="propose"),
    path(f"{_BOARD}/choisir/<int:pk>/", board.ChooseView.as_view(), name="choose"),
    path(f"{_BOARD}/reglages/", board.SettingsView.as_view(), name="pairing_settings"),
    path(f"{_ONE}/", pairs.PairView.as_view(), name="board_pair"),
    path(f"{_ONE}/rencontre/", pairs.FirstMeetingView.as_view(), name="first_meeting"),
    path(f"{_ONE}/sans-rencontre/", pairs.WaiveView.as_view(), name="waive_first_meeting"),
    path(f"{_ONE}/retirer/", pairs.CancelView.as_view(), name="cancel_proposal"),
    path(f"{_ONE}/contact/", pairs.ContactView.as_view(), name="note_contact"),
    path(f"{_PERSON}/", own.OwnPairView.as_view(), name="own_pair"),
    path(f"{_PERSON}/accepter/", own.OwnAcceptView.as_view(), name="own_accept"),
    path(f"{_PERSON}/refuser/", own.OwnDeclineView.as_view(), name="own_decline"),
    path(f"{_PERSON}/contact/", own.OwnContactView.as_view(), name="own_contact"),
    path(f"{_SPONSOR}/", own.SponsorPairView.as_view(), name="pair"),
    path(f"{_SPONSOR}/accepter/", own.SponsorAcceptView.as_view(), name="accept"),
    path(f"{_SPONSOR}/refuser/", own.SponsorDeclineView.as_view(), name="decline"),
    path(f"{_SPONSOR}/contact/", own.SponsorContactView.as_view(), name="contact"),
    path(f"{_SPONSOR}/cv/", own.ShownCvView.as_view(), name="shown_cv"),
]
