"""A draft as JSON, for a site without templates of ours: opened by a signed link, for a day."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import APIView

from config.content_api import PagesEndpoint, pages_of_site, router
from pages.editor import previews
from search.api.parameters import checked, text_field
from search.api.problems import InvalidParametersError


class PreviewGoneError(APIException):
    """The link was right, and is too old."""

    status_code = HTTPStatus.GONE
    default_detail = "Ce lien d’aperçu a expiré\u00a0: demandez-en un autre."


class NoPreviewError(APIException):
    """Forged, cut, or made by somebody who may no longer edit the page."""

    status_code = HTTPStatus.NOT_FOUND
    default_detail = "Ce lien d’aperçu n’existe pas ou ne vaut plus."


class PreviewView(APIView):
    """The latest draft of one page, with the fields that the page has once published."""

    http_method_names = ("get", "head", "options")
    schema = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Never kept, never indexed, and its address is never sent to another site."""
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    def get(self, request: Any) -> Response:
        """The draft, and until when the link works."""
        token = checked(request.GET, {"token": text_field("Jeton du lien")})["token"]
        if not token:
            raise InvalidParametersError({"token": "Indiquez le jeton du lien d’aperçu."})
        try:
            preview = previews.read_link(token)
        except previews.ExpiredLinkError as error:
            raise PreviewGoneError from error
        except previews.UnknownLinkError as error:
            raise NoPreviewError from error
        content = _content(preview.page, request)
        content["meta"]["preview"] = {
            "saved_at": preview.saved_at,
            "expires_at": preview.expires_at,
        }
        return Response(content)


def _content(page: Any, request: Any) -> dict[str, Any]:
    """The page as the endpoint of pages writes it."""
    request.wagtailapi_router = router
    serializer = PagesEndpoint._get_serializer_class(router, type(page), [], show_details=True)  # noqa: SLF001 - Wagtail's only way
    context = {
        "request": request,
        "view": PagesEndpoint(),
        "router": router,
        "base_queryset": pages_of_site(request),
    }
    return dict(serializer(page, context=context).data)
