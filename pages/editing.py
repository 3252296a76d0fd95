"""The editor's requests on one page, one after the other.

Wagtail checks that an autosave is the newest and then writes, without a lock. An autosave still
under way when its author submits then puts the older text back over the submitted one (a pin
placed at the last moment was lost so). Under the lock the second request reads the page again:
a late autosave is refused by Wagtail's own check.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from wagtail.admin.views.pages.edit import EditView

_LOCK_SPACE = 9001


@contextmanager
def one_at_a_time(page_id: int) -> Iterator[None]:
    """Hold the page's lock for the block, other requests waiting for it.

    It belongs to the session, not to a transaction: the view commits in several steps, and what it
    saved before it refuses a decision stays. Transaction pooling must not come between.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [_LOCK_SPACE, page_id])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK_SPACE, page_id])


class SerialEditView(EditView):
    """Wagtail's editor of a page, whose writes wait for each other."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Take the lock before the page is read."""
        if request.method != "POST":
            return super().dispatch(request, *args, **kwargs)
        with one_at_a_time(kwargs["page_id"]):
            response = super().dispatch(request, *args, **kwargs)
            # The answer shows what was written: rendered while nobody else writes.
            if hasattr(response, "render"):
                response.render()
            return response
