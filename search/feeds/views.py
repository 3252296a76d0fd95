"""Views of the feeds: read the search, ask one question, write."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from search import queries
from search.criteria import Criteria
from search.feeds import calendar, wording
from search.feeds.feed_search import UnusableSearchError, search_of
from search.feeds.rss import SearchFeed
from search.models import Kind

# A publication is in the feeds after this time at most.
KEPT_SECONDS = 300
MAX_SESSIONS = 500
PLAIN_TEXT = "text/plain; charset=utf-8"

_rss = SearchFeed()


@login_not_required
@require_safe
@conditional_page
@cache_control(public=True, max_age=KEPT_SECONDS)
def rss(request: HttpRequest) -> HttpResponse:
    """The newest opportunities of a search."""
    try:
        return _rss(request)
    except UnusableSearchError as error:
        return _refusal(error)


@login_not_required
@require_safe
@conditional_page
@cache_control(public=True, max_age=KEPT_SECONDS)
def agenda(request: HttpRequest) -> HttpResponse:
    """The sessions of a search, to subscribe to."""
    try:
        criteria = search_of(request).criteria
    except UnusableSearchError as error:
        return _refusal(error)
    criteria = criteria.replace(kinds=(Kind.SESSION.value,))
    sessions = queries.coming_sessions(criteria, limit=MAX_SESSIONS)
    return _calendar(calendar.calendar(wording.title(criteria), sessions), "sessions.ics")


@login_not_required
@require_safe
@conditional_page
@cache_control(public=True, max_age=KEPT_SECONDS)
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """One session, to keep in one's calendar; 410 when it is over."""
    row = queries.one(pk)
    if row is None or row.kind != Kind.SESSION or row.starts_at is None:
        raise Http404
    if row.expires_at and row.expires_at <= timezone.now():
        text = "Cette session est passée.\n"
        return HttpResponse(text, status=HTTPStatus.GONE, content_type=PLAIN_TEXT)
    name = wording.title(Criteria(kinds=(Kind.SESSION.value,)))
    return _calendar(calendar.calendar(name, [row], with_alarm=True), f"session-{pk}.ics")


def _calendar(content: bytes, filename: str) -> HttpResponse:
    """A calendar that a phone opens at once, and that keeps a name when it is saved."""
    response = HttpResponse(content, content_type=calendar.CONTENT_TYPE)
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    return response


def _refusal(error: UnusableSearchError) -> HttpResponse:
    """400 that says why: a feed of another search would be read as the one asked for."""
    lines = wording.problems(error.parsed.errors)
    text = "\n- ".join(["Cette adresse n’est pas utilisable\u00a0:", *lines]) + "\n"
    return HttpResponse(text, status=HTTPStatus.BAD_REQUEST, content_type=PLAIN_TEXT)
