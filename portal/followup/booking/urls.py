"""Addresses of this theme, of those who work in the area."""

from django.urls import URLPattern, path

from portal.followup.booking.views import case, categories, diary

_CASE = "suivi/dossiers/<int:pk>"
_INVITATION = f"{_CASE}/invitations/<int:invitation>"
_LETTER = f"{_CASE}/lettres/<int:message>"
_HOURS = "suivi/creneaux/"
_SETTINGS = "suivi/reglages/rendez-vous/"
urlpatterns: list[URLPattern] = [
    path(f"{_CASE}/invitations/", case.InvitationsView.as_view(), name="invitations"),
    path(f"{_CASE}/invitations/nouvelle/", case.InviteView.as_view(), name="invite"),
    path(f"{_CASE}/invitations/convoquer/", case.SummonView.as_view(), name="summon"),
    path(f"{_INVITATION}/retirer/", case.WithdrawView.as_view(), name="invitation_withdraw"),
    path(f"{_INVITATION}/relances/", case.StopRemindersView.as_view(), name="invitation_reminders"),
    path(f"{_LETTER}/lettre.pdf", case.LetterView.as_view(), name="letter"),
    path(f"{_LETTER}/remise/", case.HandOverView.as_view(), name="letter_handed"),
    path(f"{_LETTER}/retour/", case.CameBackView.as_view(), name="letter_back"),
    path(_HOURS, diary.HoursView.as_view(), name="diary"),
    path(f"{_HOURS}<int:pk>/retirer/", diary.DropHoursView.as_view(), name="drop_hours"),
    path(f"{_HOURS}absence/", diary.UnavailableView.as_view(), name="unavailable"),
    path(f"{_HOURS}absence/<int:pk>/retirer/", diary.BackView.as_view(), name="back"),
    path(f"{_HOURS}agenda/", diary.FeedView.as_view(), name="feed"),
    path(f"{_HOURS}agenda/adresse/", diary.MakeFeedView.as_view(), name="make_feed"),
    path(f"{_HOURS}agenda/fermer/", diary.EndFeedView.as_view(), name="end_feed"),
    path("suivi/lettres/", diary.LettersView.as_view(), name="letters"),
    path("suivi/lettres/imprimer/", diary.PrintView.as_view(), name="print_letters"),
    path(_SETTINGS, categories.CategoriesView.as_view(), name="categories"),
    path(f"{_SETTINGS}nouvelle/", categories.AddCategoryView.as_view(), name="add_category"),
    path(f"{_SETTINGS}<int:pk>/", categories.CategoryView.as_view(), name="category"),
]
