"""An export: a small one at once, a large one by the worker, behind a link that ends.

Names are not kept: `query` is the address of the list, computed again as the person by whoever
makes the file, with what they may read at that moment.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from portal.accounts.actors import Actor
from portal.accounts.capabilities import EXPORT_CASES, has_capability
from portal.cv.services.files import old_files
from portal.followup.access.log import Act, log_many
from portal.followup.access.reach import professional_of
from portal.followup.home import caseload, exports
from portal.followup.home.forms import FilterForm
from portal.followup.home.models import EXPORTS, CaseExport
from portal.followup.people.models import Professional
from portal.followup.rows.scope import Scope, acting_as, system_scope
from snippets import french
from snippets.errors import DomainError
from snippets.mail.queue import queue_mail
from snippets.site import absolute

MAKE = "followup.make_export"
# More cases than these are the worker's: clocks are computed for each.
DIRECT_MOST = 200
_GRACE = timedelta(days=1)
_KEPT = timedelta(days=365)
_PLACE = "followup:export"
_State = CaseExport.State


class ExportError(DomainError):
    """Nothing may be taken away so."""


def found_by(user: object, me: Professional, query: str) -> list[int]:
    """The cases that somebody takes away with these filters, in their order."""
    filters = FilterForm(QueryDict(query), user=user, me=me).filters
    found = caseload.find(user, me, filters, timezone.localdate())
    return exports.exportable(user, me, found.keys)


@transaction.atomic
def take(
    *, keys: Sequence[int], query: str, extension: str, reason: str, actor: Actor
) -> tuple[CaseExport, bytes]:
    """Make the file at once, of those that one takes away: nothing of it is kept.

    Each case says so in the log. Raises ExportError.
    """
    _check(extension, reason)
    keys = exports.exportable(actor.user, _who_exports(actor), keys)
    content = _content(actor, keys, extension)
    with system_scope(Scope.EXPORT, actor=actor):
        export: CaseExport = CaseExport.unscoped.create(
            user=actor.user,
            state=_State.ENDED,
            query=query[:300],
            extension=extension,
            reason=reason.strip(),
            count=len(keys),
            opened_at=timezone.now(),
        )
    _log(actor, keys, export)
    return export, content


@transaction.atomic
def ask(*, query: str, extension: str, reason: str, actor: Actor) -> CaseExport:
    """Let the worker make the file; its asker is told by mail. Raises ExportError."""
    _check(extension, reason)
    _who_exports(actor)
    with system_scope(Scope.EXPORT, actor=actor):
        export: CaseExport = CaseExport.unscoped.create(
            user=actor.user, query=query[:300], extension=extension, reason=reason.strip()
        )
    app.configure_task(MAKE, allow_unknown=False).defer(export_id=export.pk)
    return export


def make(*, export_id: int, now: datetime | None = None) -> None:
    """Make a file that waits, as its asker, with what they may read now. May run twice."""
    now = now or timezone.now()
    with system_scope(Scope.EXPORT):
        rows = CaseExport.unscoped.select_for_update(of=("self",)).select_related("user")
        export = rows.filter(pk=export_id, state=_State.WAITING).first()
        if export is None:
            return
        actor = Actor(export.user)
        with acting_as(export.user):
            me = professional_of(export.user)
            if me is None or not has_capability(export.user, EXPORT_CASES):
                content, keys = b"", []
            else:
                keys = found_by(export.user, me, export.query)
                content = _content(actor, keys, export.extension)
                _log(actor, keys, export)
        if not content:
            export.state = _State.FAILED
            export.save(update_fields=["state"])
            return
        export.count, export.keys, export.state = len(keys), [*keys], _State.READY
        export.ends_at = now + timedelta(hours=settings.EXPORT_LINK_HOURS)
        export.file.save("", ContentFile(content), save=False)
        export.save()
        _tell(export)


@transaction.atomic
def open_file(*, export: CaseExport, actor: Actor) -> bytes:
    """The bytes of a file that is ready, to who asked for it.

    Raises ExportError once it ended, and when one of its cases is not theirs any more.
    """
    me = _who_exports(actor)
    with system_scope(Scope.EXPORT, actor=actor):
        rows = CaseExport.unscoped.select_for_update(of=("self",))
        row = rows.filter(pk=export.pk, user=actor.user, state=_State.READY).first()
        if row is None or row.ends_at is None or row.ends_at <= timezone.now():
            message = "Ce fichier n’est plus là\u00a0: demandez l’export de nouveau."
            raise ExportError(message)
    if len(exports.exportable(actor.user, me, row.keys)) < len(row.keys):
        message = "Un dossier de ce fichier n’est plus à vous\u00a0: demandez l’export de nouveau."
        raise ExportError(message)
    with system_scope(Scope.EXPORT, actor=actor):
        try:
            with row.file.open("rb") as file:
                content: bytes = file.read()
        except FileNotFoundError as error:
            message = "Ce fichier est perdu\u00a0: demandez l’export de nouveau."
            raise ExportError(message) from error
        row.opened_at = timezone.now()
        row.save(update_fields=["opened_at"])
    log_many(
        actor=actor,
        act=Act.EXPORT,
        keys=(None,),
        place="followup:export_file",
        reason=f"Fichier ouvert\u00a0: {french.counted(row.count, 'dossier')}",
    )
    return content


def end(*, now: datetime | None = None) -> int:
    """Delete files whose time is over, those that no row names, rows of a year ago.

    Returns how many ended.
    """
    now = now or timezone.now()
    storage = CaseExport._meta.get_field("file").storage  # noqa: SLF001
    ended = 0
    with system_scope(Scope.EXPORT):
        over = Q(state=_State.READY, ends_at__lte=now)
        lost = Q(state=_State.WAITING, asked_at__lte=now - _GRACE)
        for row in CaseExport.unscoped.select_for_update(of=("self",)).filter(over | lost):
            name, row.file, row.keys = row.file.name, "", []
            row.state = _State.ENDED if name else _State.FAILED
            row.save(update_fields=["state", "file", "keys"])
            if name:
                transaction.on_commit(partial(storage.delete, name))
            ended += 1
        # The log of accesses, which says more, goes at the same age.
        CaseExport.unscoped.filter(asked_at__lte=now - _KEPT).exclude(state=_State.READY).delete()
        known = {name for (name,) in CaseExport.unscoped.exclude(file="").values_list("file")}
    for name in old_files(storage, EXPORTS, now - _GRACE):
        if name not in known:
            storage.delete(name)
    return ended


def _check(extension: str, reason: str) -> None:
    if extension not in exports.FORMATS:
        message = "Choisissez un des formats proposés."
        raise ExportError(message, field="extension")
    if not reason.strip():
        message = "Dites pourquoi vous exportez ces dossiers."
        raise ExportError(message, field="reason")


def _who_exports(actor: Actor) -> Professional:
    """Who takes cases away. Raises ExportError."""
    me = professional_of(actor.user) if actor.user else None
    if me is None or not has_capability(actor.user, EXPORT_CASES):
        message = "Vous n’exportez pas de dossiers."
        raise ExportError(message)
    found: Professional = me
    return found


def _content(actor: Actor, keys: Sequence[int], extension: str) -> bytes:
    lines = exports.lines_of(actor.user, keys, timezone.localdate())
    return exports.as_csv(lines) if extension == "csv" else exports.as_xlsx(lines)


def _log(actor: Actor, keys: Sequence[int], export: CaseExport) -> None:
    """Each case says that it was taken away; the last line counts them, and says why."""
    counted = french.counted(len(keys), "dossier")
    log_many(
        actor=actor,
        act=Act.EXPORT,
        keys=(*keys, None),
        place=_PLACE,
        reason=f"Export {export.extension} de {counted}\u00a0: {export.reason}"[:500],
    )


def _tell(export: CaseExport) -> None:
    queue_mail(
        "followup_export_ready",
        to=export.user.email,
        context={
            "recipient_name": export.user.first_name,
            "hours": str(settings.EXPORT_LINK_HOURS),
            "exports_url": absolute(reverse("followup:exports")),
        },
    )
