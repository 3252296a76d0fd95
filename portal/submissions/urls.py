"""Addresses of the organisation's space: all of them are private."""

from django.urls import path

from portal.submissions.views import editing, following, home

app_name = "submissions"
_ONE = "annonces/<int:page_id>/"
urlpatterns = [
    path("", home.HomeView.as_view(), name="home"),
    path("proposer/<slug:kind>/", editing.CreateView.as_view(), name="create"),
    path("mots/", following.RemarksView.as_view(), name="remarks"),
    path("lieu/", following.LocateView.as_view(), name="locate"),
    path(_ONE, home.DetailView.as_view(), name="detail"),
    path(f"{_ONE}modifier/", editing.EditView.as_view(), name="edit"),
    path(f"{_ONE}apercu/", following.PreviewView.as_view(), name="preview"),
    path(f"{_ONE}envoyer/", following.SubmitView.as_view(), name="submit"),
    path(f"{_ONE}reprendre/", following.TakeBackView.as_view(), name="take_back"),
    path(f"{_ONE}prolonger/", following.ProlongView.as_view(), name="prolong"),
    path(f"{_ONE}pourvue/", following.FillView.as_view(), name="fill"),
    path(f"{_ONE}dupliquer/", following.DuplicateView.as_view(), name="duplicate"),
    path(f"{_ONE}retirer/", following.WithdrawView.as_view(), name="withdraw"),
    path(f"{_ONE}supprimer/", following.DeleteView.as_view(), name="delete"),
]
