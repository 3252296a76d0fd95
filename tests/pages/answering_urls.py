"""The site's addresses, and the form « Être rappelé·e » where no app above has it yet."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, include, path, reverse

from config import urls

handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@login_not_required
def _form(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = urls.urlpatterns
try:
    reverse("participation:call_me", urlconf=urls)
except NoReverseMatch:
    form = path("etre-rappele/", _form, name="call_me")
    urlpatterns = [path("", include(([form], "participation"))), *urlpatterns]
