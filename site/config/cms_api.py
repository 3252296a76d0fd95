"""The API that the CMS's own screens read. It changes nothing.

Wagtail's actions (`/cms/api/main/pages/…/action/…`) are used by no screen: the screens post forms,
which check the review, the locks and the texts. Images and documents have an address because the
CMS's pages name it; they are told to who may choose them.
"""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from rest_framework.authentication import SessionAuthentication
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.permissions import permission_policy as document_permissions
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.permissions import permission_policy as image_permissions

from config.content_api import MAX_ID, MAX_OFFSET
from search.api.parameters import IntegerField, Table, read, text_field
from search.api.problems import InvalidParametersError

_PARAMETERS: Table = {
    "id": IntegerField(1, MAX_ID),
    "translation_of": IntegerField(1, MAX_ID),
    "limit": IntegerField(1, 100, default=20),
    "offset": IntegerField(0, MAX_OFFSET, default=0),
    "fields": text_field("Champs voulus"),
    "order": text_field("Champs du tri"),
}


class _ReadOnly:
    """What the three endpoints share: no filter on columns, no search, since no screen asks."""

    authentication_classes = (SessionAuthentication,)
    throttle_classes = ()  # an editor at work is no program that runs away
    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]
    schema = None
    parameters: ClassVar[frozenset[str]] = frozenset({"limit", "offset", "fields", "order"})

    def check_query_parameters(self, queryset: QuerySet[Any]) -> None:
        """Refuse by its name what no screen asks for."""
        unknown = sorted(set(self.request.GET) - self.parameters)  # type: ignore[attr-defined]
        if unknown:
            raise InvalidParametersError(dict.fromkeys(unknown, "Ce paramètre n’existe pas."))

    def initial(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Refuse what cannot be read, before any query."""
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        _, errors = read(request.GET, _PARAMETERS)
        if errors:
            raise InvalidParametersError(errors)

    def find_view(self, request: HttpRequest) -> None:
        """No screen looks for one object by its address."""
        raise Http404


class PagesEndpoint(_ReadOnly, PagesAdminAPIViewSet):
    """The tree, as far as the person may explore it."""

    parameters = _ReadOnly.parameters | {
        "child_of",
        "for_explorer",
        "has_children",
        "translation_of",
    }


class ImagesEndpoint(_ReadOnly, ImagesAdminAPIViewSet):
    """Images that the person may choose."""

    def get_queryset(self) -> QuerySet[Any]:
        images = image_permissions.instances_user_has_permission_for(self.request.user, "choose")
        return images.prefetch_related("tags").order_by("id")


class DocumentsEndpoint(_ReadOnly, DocumentsAdminAPIViewSet):
    """Documents that the person may choose."""

    def get_queryset(self) -> QuerySet[Any]:
        policy = document_permissions
        documents = policy.instances_user_has_permission_for(self.request.user, "choose")
        return documents.prefetch_related("tags").order_by("id")


def read_only(router: WagtailAPIRouter) -> None:
    """Put our endpoints in the place of Wagtail's: a hook of `construct_admin_api`."""
    router.register_endpoint("pages", PagesEndpoint)
    router.register_endpoint("images", ImagesEndpoint)
    router.register_endpoint("documents", DocumentsEndpoint)
