"""What every view of the API does: read the parameters, spare what is known, answer."""

import datetime
import functools
import hashlib
from http import HTTPStatus
from typing import Any, ClassVar

from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import http_date
from rest_framework.generics import GenericAPIView
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from search.api.openapi import PublicSchema
from search.api.parameters import SelectionField, refusals
from search.api.problems import InvalidParametersError, PreconditionError
from search.index import change_log
from search.parameters.fields import ParametersForm

SHARED_SECONDS = 30
# Part of every validator: to be raised when an answer changes while the data do not.
FORMAT = 1
# A second may see two changes: until it is over, it says nothing of when the data changed.
SETTLED = datetime.timedelta(seconds=2)


class GeoJSONRenderer(JSONRenderer):
    """JSON under the media type of RFC 7946."""

    media_type = "application/geo+json"


class ConditionalView(GenericAPIView):
    """Answers 304 to a client that asks again for what it knows, and says how to ask so.

    Django's `condition` decorator wants the validator before the view runs. Here the parameters are
    read first, since a wrong one is told whatever the client has; the validator is the version of
    the tables that the answer is made of (`sources`, see `search.index.change_log`); without any,
    or when time alone changes the answer, it is made from the answer itself.
    """

    sources: ClassVar[tuple[str, ...]] = ()

    def get(self, request: Request, **parts: Any) -> HttpResponseBase:
        form = self.parameters()
        is_versioned = bool(self.sources) and not self.depends_on_time(form)
        version = change_log.version(self.sources) if is_versioned else change_log.UNKNOWN
        etag = self._etag(version.key)
        if is_versioned and request.headers.get("If-None-Match", "*").strip() != "*":
            # An ETag is only ever given with an answer: its owner had one, of the same version.
            known = self._known(etag, None)
            if known is not None:
                return known
        answer = self.get_serializer(self.content(form, version.key)).data
        if not is_versioned:
            etag = self._etag(JSONRenderer().render(answer).decode())
        known = self._known(etag, version.changed_at)
        if known is not None:
            return known
        response = Response(answer, content_type=self.renderer_classes[0].media_type)
        return self._finished(response, etag, version.changed_at)

    def parameters(self) -> ParametersForm:
        """The parameters, read. Raises InvalidParametersError."""
        raise NotImplementedError

    def content(self, form: Any, version: str) -> Any:
        """What the serializer writes. Raises problems."""
        raise NotImplementedError

    def depends_on_time(self, form: Any) -> bool:
        """Whether the answer changes while neither the data nor the expired rows do."""
        return False

    def _known(self, etag: str, modified: datetime.datetime | None) -> HttpResponseBase | None:
        """304 when the request's conditions say so; raises PreconditionError for `If-Match`."""
        known = get_conditional_response(self.request, etag=etag, last_modified=_seconds(modified))
        if known is None:
            return None
        if known.status_code == PreconditionError.status_code:
            raise PreconditionError
        return self._finished(known, etag, modified)

    def _finished(
        self, response: HttpResponseBase, etag: str, modified: datetime.datetime | None
    ) -> HttpResponseBase:
        """The validators and how long the answer may be kept."""
        response["ETag"] = etag
        seconds = _seconds(modified)
        if seconds is not None:
            response["Last-Modified"] = http_date(seconds)
        patch_cache_control(response, public=True, max_age=SHARED_SECONDS)
        patch_vary_headers(response, ["Accept"])
        return response

    def _etag(self, *parts: str) -> str:
        """A weak validator: the same data at the same address, whatever the compression.

        The whole address is part of it, since the answers hold absolute ones.
        """
        text = "\n".join((str(FORMAT), self.request.build_absolute_uri(), *parts))
        return f'W/"{hashlib.blake2b(text.encode(), digest_size=12).hexdigest()}"'


class PublicView(ConditionalView):
    """A view that anybody may read; shared caches may keep its answers for a moment.

    `form_class`, or the form of `filterset_class`, reads the parameters; `serializer_class` writes
    the answer, and `result_class` one result, whose fields the parameter `fields` chooses among.
    `required` are the parameters without which there is no answer, `problems` the statuses of an
    address that others have not: the schema tells them.
    """

    http_method_names = ("get", "head", "options")
    schema = PublicSchema()
    renderer_classes: ClassVar[Any] = (JSONRenderer,)
    pagination_class: ClassVar[Any] = None
    form_class: ClassVar[type[ParametersForm]] = ParametersForm
    filterset_class: ClassVar[Any] = None
    result_class: ClassVar[type[Serializer] | None] = None
    required: ClassVar[frozenset[str]] = frozenset()
    problems: ClassVar[tuple[HTTPStatus, ...]] = ()
    chosen_fields: tuple[str, ...] | None = None

    @classmethod
    def form(cls, data: Any = None) -> ParametersForm:
        """The form of the parameters, which the schema describes."""
        form: ParametersForm = (
            cls.filterset_class(data).form if cls.filterset_class else cls.form_class(data)
        )
        if cls.result_class:
            form.fields["fields"] = SelectionField(
                _names(cls.result_class),  # type: ignore[arg-type]  # DRF has no types
                label="Champs voulus, séparés par des virgules",
            )
        return form

    def parameters(self) -> ParametersForm:
        form = self.form(self.request.GET)
        errors = refusals(form, self.request.GET)
        if errors:
            raise InvalidParametersError(errors)
        self.chosen_fields = form.nearest("fields")
        return form

    def get_serializer_context(self) -> dict[str, Any]:
        """With the chosen `fields`, for `ResultSerializer`."""
        return {**super().get_serializer_context(), "fields": self.chosen_fields}


@functools.cache
def _names(serializer: type[Serializer]) -> tuple[str, ...]:
    """The properties of a result, in the order of the answer."""
    return tuple(serializer().fields)


def _seconds(moment: datetime.datetime | None) -> int | None:
    """Seconds since 1970 of a change, once it is SETTLED."""
    if moment is None or timezone.now() - moment < SETTLED:
        return None
    return int(moment.timestamp())
