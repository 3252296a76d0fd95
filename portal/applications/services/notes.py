"""Notes of the organisation."""

from django.db import transaction

from portal.accounts.actors import Actor
from portal.applications.errors import ApplicationError
from portal.applications.models import Application, ApplicationNote
from portal.applications.services.deciding import lock_answerable

MAX_NOTE = 1000
EMPTY = "Écrivez votre note."
TOO_LONG = f"Une note a {MAX_NOTE}\u00a0caractères au plus."


@transaction.atomic
def add_note(*, application: Application, text: str, actor: Actor) -> ApplicationNote:
    """Keep a note that the organisation and the employment service read, never the person's helper.

    The person reads it when they ask for their data. Raises ApplicationError for an empty one, or
    one that is too long.
    """
    text = text.strip()
    if not text:
        raise ApplicationError(EMPTY, field="text")
    if len(text) > MAX_NOTE:
        raise ApplicationError(TOO_LONG, field="text")
    found = lock_answerable(application, actor)
    return ApplicationNote.objects.create(
        application=found, author=actor.user, author_name=actor.name, text=text
    )
