"""The words of editorial pages kept true, in the transaction that saves the page.

Only the words: a page that is taken off line, moved or made private keeps its row, and the search
asks the page whether it may be read (see `search.site_pages.results`).
"""

import re
from typing import Any

from django.db import connection
from django.db.models.signals import post_save
from wagtail.models import Page

from pages.models import EDITORIAL_MODELS
from search.index.adapters.shared import MAX_INDEXED_CHARACTERS, plain_text
from search.words.folding import fold

# Saving a draft of a page touches these only, and no word that the public reads.
_DRAFT_FIELDS = frozenset(
    {"latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes"}
)
_BLANKS = re.compile(r"\s+")
_SQL = """
    INSERT INTO search_pagetext AS old (page_id, introduction, text, date, document)
    VALUES (%s, %s, %s, %s,
        setweight(to_tsvector('french', %s), 'A') || setweight(to_tsvector('french', %s), 'B')
        || setweight(to_tsvector('french', %s), 'D'))
    ON CONFLICT (page_id) DO UPDATE SET introduction = excluded.introduction,
        text = excluded.text, date = excluded.date, document = excluded.document
    WHERE (old.introduction, old.text, old.date, old.document)
        IS DISTINCT FROM (excluded.introduction, excluded.text, excluded.date, excluded.document)
    RETURNING page_id
"""


def write(page: Any) -> bool:
    """Write the row of a live page as the database has it; return whether something changed."""
    saved = type(page).objects.filter(pk=page.pk, live=True).first()
    if saved is None:
        return False
    introduction, text = saved.introduction, body_text(saved)
    words = (saved.title, introduction, text)
    params = (saved.pk, introduction, text, getattr(saved, "date", None), *map(fold, words))
    with connection.cursor() as cursor:
        cursor.execute(_SQL, params)
        return cursor.fetchone() is not None


def body_text(page: Any) -> str:
    """The words of a page's blocks as one line, from the beginning; empty without a body."""
    body = getattr(page, "body", None)
    if body is None:
        return ""
    pieces = body.stream_block.get_searchable_content(body)
    line = _BLANKS.sub(" ", " ".join(plain_text(piece) for piece in pieces)).strip()
    return line[:MAX_INDEXED_CHARACTERS].replace("\x00", "")


def rebuild() -> list[int]:
    """Make every row again from the live pages; the ids of those that were wrong or missing."""
    pages = [page for model in EDITORIAL_MODELS for page in model.objects.filter(live=True)]
    return [page.pk for page in pages if write(page)]


def page_saved(
    sender: type[Page],
    instance: Page,
    update_fields: frozenset[str] | None = None,
    raw: bool = False,  # noqa: FBT001, FBT002 - Django's signature
    **kwargs: Any,
) -> None:
    """Published, or changed while live."""
    if not raw and not (update_fields and update_fields <= _DRAFT_FIELDS):
        write(instance)


def connect() -> None:
    """Connect the receiver; called once the apps are ready."""
    for model in EDITORIAL_MODELS:
        post_save.connect(page_saved, sender=model, dispatch_uid=f"page_index.{model}")
