"""What others did to a page since a text of it was read, in sentences."""

from collections.abc import Callable
from typing import Any

from django.utils.dateparse import parse_datetime
from wagtail.models import PageLogEntry, Revision

from pages.moderation.author_mail import last_day
from snippets import french

_BY_LINK = "Quelqu’un, par le lien d’un e-mail,"
Sentence = Callable[[PageLogEntry], str]


def _until(entry: PageLogEntry) -> str:
    day = last_day(parse_datetime(entry.data.get("expire_at") or ""))
    return f"jusqu’au {french.long_day(day)} inclus" if day else ""


ACTS: dict[str, Sentence] = {
    "declic.prolong": lambda entry: f"a prolongé cette annonce {_until(entry)}",
    "declic.prolong_undone": lambda entry: (
        f"a annulé sa prolongation\u00a0: elle est en ligne {_until(entry)}"
    ),
    "declic.withdraw": lambda entry: (
        f"a retiré cette annonce\u00a0: «\u00a0{entry.data.get('reason', '')}\u00a0»"
    ),
    "declic.withdraw_undone": lambda _: "a annulé le retrait de cette annonce",
    "declic.filled": lambda _: "a dit que c’est pourvu\u00a0: cette annonce n’est plus en ligne",
}


def acts_since(page_id: int, revision_id: int, *, named: bool = True) -> list[str]:
    """What was done beside the editor since that revision, the oldest first.

    Every such act leaves a revision of its own (`trace.leave_revision`). Organisations do not read
    the names of the staff: `named` is False for them.
    """
    entries = PageLogEntry.objects.filter(
        page_id=page_id, action__in=ACTS, revision_id__gt=revision_id
    )
    return [
        f"{_who(entry) if named else 'Quelqu’un'} {ACTS[entry.action](entry)}."
        for entry in entries.order_by("revision_id", "pk").select_related("user")
    ]


def saves_since(page: Any, revision_id: int, *, read_at: str, reader: Any) -> list[str]:
    """Who saved another text since that revision, the oldest first.

    `read_at` is when that revision was written, as its reader knows it: automatic save writes one
    again in place.
    """
    acts = PageLogEntry.objects.filter(page=page, action__in=ACTS, revision_id__gt=revision_id)
    saved = page.revisions.defer("content").filter(pk__gte=revision_id)
    return [
        f"{_author(revision, reader)} enregistré un autre texte, {_when(revision)}."
        for revision in saved.exclude(pk__in=acts.values("revision_id"))
        .select_related("user")
        .order_by("pk")
        if revision.pk != revision_id or revision.created_at.isoformat() != read_at
    ]


def _who(entry: PageLogEntry) -> str:
    return str(entry.user_display_name) if entry.user_id else _BY_LINK


def _author(revision: Revision, reader: Any) -> str:
    if revision.user_id == reader.pk:
        return "Vous avez, dans un autre onglet,"
    return f"{revision.user or 'Quelqu’un'} a"


def _when(revision: Revision) -> str:
    return f"{french.short_date(revision.created_at)} à {french.hour(revision.created_at)}"
