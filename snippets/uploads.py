"""Screens that take one file, which may be of any size and any kind."""

from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt, csrf_protect

if TYPE_CHECKING:
    from django.views import View
else:
    View = object

# A request that goes on after this is cut: no phone makes such a photo.
_CUT = 100_000_000


class _Bounded(FileUploadHandler):
    """Keeps in memory what is light enough, and nothing on disk, where a crash would leave it.

    The bytes of what is too heavy go by, a few kilobytes at a time.
    """

    def __init__(self, request: HttpRequest, most: int) -> None:
        super().__init__(request)
        self.most = most
        self.seen = 0  # of all the files of the request together
        self.is_too_heavy = False
        self.kept = BytesIO()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.kept = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep it, unless it is too much."""
        self.seen += len(raw_data)
        if self.seen > self.most:
            self.is_too_heavy = True
            self.kept = BytesIO()
            if (self.content_length or 0) > _CUT:
                raise StopUpload(connection_reset=True)
            raise SkipFile
        self.kept.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        """The file, in memory."""
        self.kept.seek(0)
        return InMemoryUploadedFile(
            self.kept,
            self.field_name,
            self.file_name or "",
            self.content_type,
            file_size,
            self.charset,
        )


@method_decorator(csrf_exempt, name="dispatch")
class BoundedUpload(View):
    """For a screen with one field of files, `file`; the first of its bases.

    Handlers can be set only before the body is read, which the check of the token does: hence
    `csrf_exempt` here and the same check again below.
    """

    max_bytes: int
    _bounded: _Bounded

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Bound the file, then check the token as every form does."""
        self._bounded = _Bounded(request, self.max_bytes)
        request.upload_handlers = [self._bounded]
        return self._checked(request, *args, **kwargs)

    @method_decorator(csrf_protect)
    def _checked(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs)

    def sent(self, too_heavy: Exception) -> bytes | None:
        """The file; None when there is none. Raises `too_heavy` past `max_bytes`."""
        file = self.request.FILES.get("file")
        if self._bounded.is_too_heavy:
            raise too_heavy
        return file.read() if file else None

    @property
    def sent_name(self) -> str:
        """What the person calls the file."""
        file = self.request.FILES.get("file")
        return (file.name or "") if file else ""
