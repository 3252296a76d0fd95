"""The OpenAPI schema of the API, and the page that shows it without any third party."""

import functools
from typing import Any

from django.http import HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from drf_spectacular import renderers
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.views import APIView

from search.api.problems import InvalidParametersError
from snippets import french
from snippets.site import site_settings

SHARED_SECONDS = 3600


# The plain media types come first: they answer those who name none.
RENDERERS: tuple[Any, ...] = (
    renderers.OpenApiJsonRenderer2,
    renderers.OpenApiJsonRenderer,
    renderers.OpenApiYamlRenderer2,
    renderers.OpenApiYamlRenderer,
)
FORMATS: dict[str, Any] = {"json": RENDERERS[0], "yaml": RENDERERS[2]}


class _ByFormat(DefaultContentNegotiation):
    """`?format=json` or `yaml` before the header `Accept`."""

    def select_renderer(self, request: Any, available: list[Any], format_suffix: Any = None) -> Any:
        """The renderer and its media type. Raises InvalidParametersError, NotAcceptable."""
        asked = request.query_params.getlist("format")
        if not asked:
            return super().select_renderer(request, available, format_suffix)
        if len(asked) != 1 or asked[0] not in FORMATS:
            raise InvalidParametersError({"format": "Choisissez json ou yaml."})
        renderer = FORMATS[asked[0]]()
        return renderer, renderer.media_type


def title() -> str:
    """“API de Tremplin”."""
    return f"API {french.of(site_settings().site_name)}"


@functools.cache
def schema() -> dict[str, Any]:
    """The schema, made once: it depends on the code only, but for its title."""
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return made


@functools.lru_cache(maxsize=2 * len(RENDERERS))
def _written(media_type: str, title: str) -> bytes:
    """The schema in a format."""
    renderer = next(item for item in RENDERERS if item.media_type == media_type)
    titled = {**schema(), "info": {**schema()["info"], "title": title}}
    written: bytes = renderer().render(titled, renderer_context={})
    return written


class SchemaView(APIView):
    """The schema in JSON or YAML."""

    http_method_names = ("get", "head", "options")
    renderer_classes = RENDERERS
    content_negotiation_class = _ByFormat

    def get(self, request: Any) -> HttpResponse:
        renderer = request.accepted_renderer
        response = HttpResponse(
            _written(renderer.media_type, title()),
            content_type=f"{renderer.media_type}; charset=utf-8",
        )
        patch_cache_control(response, public=True, max_age=SHARED_SECONDS)
        patch_vary_headers(response, ["Accept"])
        return response


class DocsView(SpectacularSwaggerSplitView):
    """Swagger UI from our own static files; its script is an address of its own, never inline."""

    http_method_names = ("get", "head", "options")
    url_name = "api_schema"
    template_name = "api/docs.html"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """The page, whose title has the site's name."""
        self.title = f"{title()}\u00a0: documentation"
        return super().get(request, *args, **kwargs)
