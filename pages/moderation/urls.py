"""Addresses of moderation: public ones, and those of the CMS that come before Wagtail's."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from pages.moderation.views import DecisionView, LinkView

public = [
    path("annonces/action/<str:token>/", LinkView.as_view(), name="opportunity_action"),
]
# Same address as Wagtail's own, included before it.
private = [
    path(
        "pages/workflow/action/<int:page_id>/<slug:action_name>/<int:task_state_id>/",
        require_admin_access(DecisionView.as_view()),
    ),
]
