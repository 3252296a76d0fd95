"""The site's addresses, and those by which people answer where no app above has them yet."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, include, path, reverse

from config import urls

handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@login_not_required
def _screen(request: HttpRequest, page_id: int = 0) -> HttpResponse:
    return HttpResponse("")


def _is_missing(name: str, *args: int) -> bool:
    try:
        reverse(name, urlconf=urls, args=args)
    except NoReverseMatch:
        return True
    return False


_SCREENS = {
    "applications:apply": ("postuler/<int:page_id>/", 1),
    "recruitment:register": ("inscription/<int:page_id>/", 1),
    "participation:call_me": ("etre-rappele/",),
}
urlpatterns = [
    path("", include(([path(route, _screen, name=name.split(":")[1])], name.split(":")[0])))
    for name, (route, *args) in _SCREENS.items()
    if _is_missing(name, *args)
] + urls.urlpatterns
