"""What was queued and sent, to anybody on this machine: nobody needs an account to confirm one."""

import re
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe
from post_office.models import Attachment

from portal.mail.journal.lines import JournalLine
from snippets.addresses import normal_address
from snippets.models import Dispatch

P = ParamSpec("P")

PER_PAGE = 50
# What the frame of a message may do: its links open, nothing in it runs.
_SANDBOX = ("allow-popups", "allow-top-navigation-by-user-activation")
# A mail has its styles inside; the page around it keeps the site's own policy.
_MAIL_POLICY = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": [SELF, "data:"],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": list(_SANDBOX),
}
_HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)
_TO_THE_TOP = '<base target="_top">'


def _of_the_mailbox(view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Open without signing in, read only, never kept, never indexed."""

    @wraps(view)
    def shown(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(*args, **kwargs)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex"
        return response

    return login_not_required(require_safe(shown))


@_of_the_mailbox
def mailbox(request: HttpRequest) -> HttpResponse:
    """Every message, newest first, or those to the addresses that contain `adresse`."""
    address = normal_address(request.GET.get("adresse", ""))
    rows = Dispatch.objects.select_related("email").prefetch_related("email__logs")
    if address:
        rows = rows.filter(address__contains=address)
    page = Paginator(rows.order_by("-email_id"), PER_PAGE).get_page(request.GET.get("page"))
    lines = [(row, JournalLine.of(row)) for row in page]
    context = {"address": address, "page": page, "lines": lines}
    return render(request, "dev_mailbox/mailbox.html", context)


@_of_the_mailbox
def message(request: HttpRequest, email_id: int) -> HttpResponse:
    """One message: where it is, its two parts, its files and its headers."""
    dispatch = _found(email_id)
    email = dispatch.email
    context = {
        "dispatch": dispatch,
        "email": email,
        "line": JournalLine.of(dispatch),
        "headers": {
            "To": ", ".join(email.to),
            "Subject": email.subject,
            "Message-ID": email.message_id,
            **(email.headers or {}),
        },
        "attachments": email.attachments.order_by("pk"),
        "sandbox": " ".join(_SANDBOX),
    }
    return render(request, "dev_mailbox/message.html", context)


@_of_the_mailbox
@csp(_MAIL_POLICY)  # type: ignore[arg-type]  # typed for views without arguments
def html_part(request: HttpRequest, email_id: int) -> HttpResponse:
    """The HTML of a message as it was written, but for its links, which leave the frame."""
    html = _found(email_id).email.html_message
    if not html:
        raise Http404
    return HttpResponse(_HEAD.sub(lambda head: head[0] + _TO_THE_TOP, html, count=1))


@_of_the_mailbox
def attachment(request: HttpRequest, email_id: int, attachment_id: int) -> FileResponse:
    """One file of a message, to be saved: a browser never shows it as a page of the site."""
    found = get_object_or_404(Attachment, pk=attachment_id, emails=email_id)
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(
        content, as_attachment=True, filename=found.name, content_type=found.mimetype or None
    )


def _found(email_id: int) -> Dispatch:
    """A message with what its line needs, or 404."""
    rows = Dispatch.objects.select_related("email").prefetch_related("email__logs")
    return get_object_or_404(rows, pk=email_id)
