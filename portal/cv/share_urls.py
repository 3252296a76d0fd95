"""Addresses of CVs that are shared: all public, each behind the secret of its link."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from portal.cv.views import visitor

app_name = "shared_cv"
urlpatterns = [
    path("<str:token>/", login_not_required(visitor.SharedView.as_view()), name="cv"),
    path(
        "<str:token>/page/<int:number>/",
        login_not_required(visitor.SharedPageView.as_view()),
        name="page",
    ),
    path("<str:token>/pdf/", login_not_required(visitor.SharedPdfView.as_view()), name="pdf"),
]
