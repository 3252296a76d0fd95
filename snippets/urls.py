"""Public addresses of the reference data."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from snippets import views
from snippets.mail.actions.views import ActionLinkView
from snippets.mail.returns.views import mail_reports

app_name = "snippets"
urlpatterns = [
    path("carte/communes.geojson", login_not_required(views.contours), name="contours"),
    path("messagerie/retours/", login_not_required(mail_reports), name="mail_reports"),
    path("lien/<str:token>/", ActionLinkView.as_view(), name="action_link"),
]
