"""Addresses of moderation: public ones, and those of the CMS that come before Wagtail's."""

from django.urls import path
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access

from pages.editor.editing import ExplainedCreateView, SerialEditView, SerialRevertView, ping
from pages.review.views import CollectView, DecisionView, DisableTaskView, OldLinkView

public = [
    path("annonces/action/<str:token>/", OldLinkView.as_view(), name="opportunity_action"),
]
# Same addresses as Wagtail's own, included before it.
private = [
    path(
        "pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/"
        "<int:parent_page_id>/",
        require_admin_access(ExplainedCreateView.as_view()),
    ),
    path("pages/<int:page_id>/edit/", require_admin_access(SerialEditView.as_view())),
    path(
        "pages/<int:page_id>/revisions/<int:revision_id>/revert/",
        require_admin_access(SerialRevertView.as_view()),
    ),
    path(
        "editing-sessions/ping/<str:app_label>/<str:model_name>/<str:object_id>/<int:session_id>/",
        require_admin_access(require_POST(ping)),
    ),
    path(
        "pages/workflow/collect_action_data/<int:page_id>/<slug:action_name>/<int:task_state_id>/",
        require_admin_access(CollectView.as_view()),
    ),
    path(
        "pages/workflow/action/<int:page_id>/<slug:action_name>/<int:task_state_id>/",
        require_admin_access(DecisionView.as_view()),
    ),
    path("workflows/tasks/disable/<int:pk>/", require_admin_access(DisableTaskView.as_view())),
]
