"""The link of a suggestion, without an account. Public."""

from django.urls import path

from portal.followup.suggestions.views import visitor

app_name = "suggestion"
urlpatterns = [path("proposition/<slug:token>/", visitor.LinkView.as_view(), name="link")]
