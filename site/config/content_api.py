"""Wagtail's API v2: pages, images and documents for other sites, read only and public.

Wagtail's endpoints answer people who are signed in as well, and to some questions with a fault:
these show what everybody may see, whoever asks, and refuse what they cannot read by its name.
"""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.cache import patch_cache_control, patch_vary_headers
from rest_framework.fields import Field
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from wagtail.api.v2.filters import SearchFilter
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.serializers import (
    BaseSerializer,
    PageHtmlUrlField,
    PageParentField,
    PageSerializer,
    TagsField,
)
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet
from wagtail.documents.api.v2.serializers import DocumentSerializer
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.fields import RichTextField, StreamField
from wagtail.images.api.v2.serializers import ImageDownloadUrlField, ImageSerializer
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.models import Page, Site

from config.content_refusals import refusal
from config.content_search import AnyColumnSearchFilter
from pages.editorial.representation import IMAGE_SIZE, Representation, image_url, page_url
from pages.visibility import public_collections, visible_pages
from search.api.base import SHARED_SECONDS
from search.api.parameters import IntegerField, Table, read, text_field
from search.api.problems import InvalidParametersError
from search.parameters.fields import ChoiceField
from snippets.models import Commune, SiteDocument, SiteImage

MAX_OFFSET = 1_000_000
MAX_ID = 2**31 - 1
_OPERATORS = [("and", "et"), ("or", "ou")]


class PublicEndpoint(BaseAPIViewSet):
    """What the three endpoints share: JSON only, problems, no filter on other columns."""

    renderer_classes = (JSONRenderer,)
    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]
    schema = None
    # Columns that lists may be filtered by, as they are.
    filterable = frozenset({"id", "title"})
    parameters: ClassVar[Table] = {
        "id": IntegerField(1, MAX_ID),
        "title": text_field("Titre exact"),
        "limit": IntegerField(1, 50, default=20),
        "offset": IntegerField(0, MAX_OFFSET, default=0),
        "search": text_field("Mots cherchés"),
        "search_operator": ChoiceField(_OPERATORS),
        "order": text_field("Champs du tri"),
        "fields": text_field("Champs voulus"),
    }
    known_query_parameters = frozenset({"limit", "offset", "fields", "order", "search"}) | {
        "search_operator"
    }

    def initial(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Refuse what cannot be read, before any query."""
        super().initial(request, *args, **kwargs)
        _, errors = read(request.GET, self.parameters)
        if errors:
            raise InvalidParametersError(errors)

    def check_query_parameters(self, queryset: QuerySet[Any]) -> None:
        """Unknown parameters are refused by name: one that is misspelt would list everything."""
        allowed = self.known_query_parameters | self.filterable
        unknown = sorted(set(self.request.GET) - allowed)
        if unknown:
            raise InvalidParametersError(dict.fromkeys(unknown, "Ce paramètre n’existe pas."))

    def find_view(self, request: HttpRequest) -> Any:
        """Wagtail's own, with the same care."""
        allowed = self.find_query_parameters | {"fields"}
        unknown = sorted(set(request.GET) - allowed)
        if unknown:
            raise InvalidParametersError(dict.fromkeys(unknown, "Ce paramètre n’existe pas."))
        if "id" in request.GET and not request.GET["id"].strip():
            raise InvalidParametersError({"id": "Indiquez un numéro."})
        return super().find_view(request)

    def handle_exception(self, exc: Exception) -> Any:
        """Problem documents, as everywhere below `/api/`; Wagtail writes messages of its own."""
        if isinstance(exc, BadRequestError):
            exc = InvalidParametersError(refusal(str(exc), list(self.request.GET)))
        elif isinstance(exc, ValidationError):
            exc = InvalidParametersError(refusal("", list(self.request.GET)))
        return super(BaseAPIViewSet, self).handle_exception(exc)

    def finalize_response(self, *args: Any, **kwargs: Any) -> Any:
        """Shared caches may keep an answer for a moment."""
        response = super().finalize_response(*args, **kwargs)
        if isinstance(response, Response):
            patch_cache_control(response, public=True, max_age=SHARED_SECONDS)
            patch_vary_headers(response, ["Accept"])
        return response


def _searching_any_column(backends: Iterable[type]) -> list[type]:
    """Wagtail's filters, with our search: its own refuses most other parameters beside it."""
    return [AnyColumnSearchFilter if item is SearchFilter else item for item in backends]


def _representation(field: Field) -> Representation:
    """What the field says of each page of the answer, prepared once for all of them."""
    kept: dict[str, Representation] = field.context.setdefault("representations", {})
    name = field.source
    if name not in kept:
        request = field.context["request"]
        kept[name] = representation = Representation(
            {
                Page: lambda: pages_of_site(request),
                SiteImage: public_images,
                SiteDocument: lambda: SiteDocument.objects.filter(
                    collection__in=public_collections()
                ),
                Commune: Commune.objects.all,
            }
        )
        pages = field.root.instance
        for page in [pages] if isinstance(pages, Page) else pages:
            field.collect(representation, field.get_attribute(page))
    return kept[name]


class _BodyField(Field):
    """The blocks of a page."""

    def collect(self, representation: Representation, value: Any) -> None:
        representation.collect(value.stream_block, value.raw_data)

    def to_representation(self, value: Any) -> Any:
        """As JSON that another site can show."""
        return _representation(self).body(value)


class _HtmlField(Field):
    """A text with links."""

    def collect(self, representation: Representation, value: Any) -> None:
        representation.collect_html(value)

    def to_representation(self, value: Any) -> Any:
        """As HTML whose links lead somewhere."""
        return _representation(self).html(value)


class _ImageField(Field):
    """One image of the library."""

    def collect(self, representation: Representation, value: Any) -> None:
        representation.collect_image(value)

    def get_attribute(self, instance: Any) -> Any:
        """Its key: the images of all pages are fetched at once."""
        return getattr(instance, f"{self.source}_id")

    def to_representation(self, value: Any) -> Any:
        """With the address of its file."""
        return _representation(self).image(value)


class _PageUrlField(PageHtmlUrlField):
    def to_representation(self, page: Page) -> str | None:
        """Below the site's own address."""
        return page_url(page)


class _ParentField(PageParentField):
    def to_representation(self, value: Page) -> Any:
        """As Wagtail says it, but below the site's own address."""
        told = super().to_representation(value)
        told["meta"]["html_url"] = page_url(value)
        return told


class _PageSerializer(PageSerializer):
    """Fields as other sites can use them, at the same price for one page and for twenty."""

    html_url = _PageUrlField(read_only=True)
    parent = _ParentField(read_only=True)
    serializer_field_mapping: ClassVar[dict[Any, Any]] = {
        **PageSerializer.serializer_field_mapping,
        StreamField: _BodyField,
        RichTextField: _HtmlField,
    }

    def build_standard_field(self, field_name: str, model_field: Any) -> Any:
        """Our fields take none of the options of a form."""
        field, options = super().build_standard_field(field_name, model_field)
        ours = field in {_BodyField, _HtmlField}
        return field, {"read_only": True} if ours else options

    def build_relational_field(self, field_name: str, relation_info: Any) -> Any:
        """An image is told whole."""
        if relation_info.related_model is SiteImage and not relation_info.to_many:
            return _ImageField, {"read_only": True}
        return super().build_relational_field(field_name, relation_info)


class PagesEndpoint(PublicEndpoint, PagesAPIViewSet):
    """Pages that are online, not expired, and public with all that is above them."""

    base_serializer_class = _PageSerializer
    filter_backends = _searching_any_column(PagesAPIViewSet.filter_backends)
    filterable = frozenset({"id", "title", "slug", "show_in_menus"})
    parameters: ClassVar[Table] = {
        **PublicEndpoint.parameters,
        "slug": text_field("Fin de l’adresse"),
        "type": text_field("Types de pages"),
        "html_path": text_field("Adresse de la page"),
    }
    known_query_parameters = PublicEndpoint.known_query_parameters | {
        "type",
        "child_of",
        "ancestor_of",
        "descendant_of",
    }
    # The site has one language; the original of an alias may be a draft.
    meta_fields: ClassVar[list[str]] = [
        name for name in PagesAPIViewSet.meta_fields if name not in {"locale", "alias_of"}
    ]

    @classmethod
    def get_detail_default_fields(cls, model: type[Page]) -> list[str]:
        """All of them; Wagtail's own removes the locale."""
        fields: list[str] = cls.get_available_fields(model)
        return fields

    def get_base_queryset(self) -> QuerySet[Page]:
        """Pages that everybody may see. The locale of each would be asked for its address."""
        return pages_of_site(self.request)

    def get_queryset(self) -> QuerySet[Page]:
        """With what the fields of one type read."""
        queryset = super().get_queryset()
        related = getattr(queryset.model, "api_related", ())
        return queryset.select_related("locale", *related)


def pages_of_site(request: HttpRequest) -> QuerySet[Page]:
    """Pages of the request's site that everybody may see now."""
    site = Site.find_for_request(request)
    if site is None:
        return Page.objects.none()
    pages = visible_pages().descendant_of(site.root_page, inclusive=True)
    return pages.select_related("locale").order_by("id")


class _PrefetchedTags(TagsField):
    """Tags that the list has fetched at once."""

    def to_representation(self, value: Any) -> list[str]:
        """By name."""
        return sorted(tag.name for tag in value.all())


class _TaggedSerializer(BaseSerializer):
    def build_property_field(self, field_name: str, model_class: Any) -> Any:
        """The tags without a query for each row."""
        field, options = super().build_property_field(field_name, model_class)
        return (_PrefetchedTags if field is TagsField else field), options


class _ImageUrlField(ImageDownloadUrlField):
    def to_representation(self, image: Any) -> str | None:
        """One that answers."""
        return image_url(image)


class _ImageSerializer(_TaggedSerializer, ImageSerializer):
    download_url = _ImageUrlField(read_only=True)


class _DocumentSerializer(_TaggedSerializer, DocumentSerializer):
    pass


def public_images() -> QuerySet[Any]:
    """Images of public collections, with the size that is told of them."""
    images = SiteImage.objects.filter(collection__in=public_collections())
    return images.prefetch_renditions(IMAGE_SIZE)


class ImagesEndpoint(PublicEndpoint, ImagesAPIViewSet):
    """Images of public collections."""

    base_serializer_class = _ImageSerializer
    filter_backends = _searching_any_column(ImagesAPIViewSet.filter_backends)

    def get_queryset(self) -> QuerySet[Any]:
        return public_images().prefetch_related("tags").order_by("id")


class DocumentsEndpoint(PublicEndpoint, DocumentsAPIViewSet):
    """Documents of public collections."""

    base_serializer_class = _DocumentSerializer
    filter_backends = _searching_any_column(DocumentsAPIViewSet.filter_backends)

    def get_queryset(self) -> QuerySet[Any]:
        documents = self.model.objects.filter(collection__in=public_collections())
        return documents.prefetch_related("tags").order_by("id")


router = WagtailAPIRouter("content_api")
router.register_endpoint("pages", PagesEndpoint)
router.register_endpoint("images", ImagesEndpoint)
router.register_endpoint("documents", DocumentsEndpoint)
