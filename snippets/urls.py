"""Public addresses of the reference data."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from snippets import views
from snippets.mail.actions.views import ActionLinkView
from snippets.mail.returns.views import mail_reports

app_name = "snippets"
urlpatterns = [
    path("carte/territoire.json", login_not_required(views.territory_layer), name="territory"),
    path("carte/territoire.svg", login_not_required(views.silhouette), name="silhouette"),
    path("messagerie/retours/", login_not_required(mail_reports), name="mail_reports"),
    path("lien/<str:token>/", ActionLinkView.as_view(), name="action_link"),
]
