"""The address of the space: private."""

from django.urls import path

from portal.space.views import HomeView

app_name = "space"
urlpatterns = [path("", HomeView.as_view(), name="home")]
