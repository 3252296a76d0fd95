"""What tests of a request for a file do: ask, prepare, give, read."""

import subprocess
from datetime import date

from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.followup.models import (
    AccountLink,
    Beneficiary,
    FileRequest,
)
from portal.followup.own_side.dossier import sections_of
from portal.followup.own_side.forms import tokens_of
from portal.followup.own_side.services import answering, saying
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.own_side.laid import make_request
from tests.portal.followup.procedures.laid import latest

OWN = "/mon-espace/accompagnement/dossier/"


def today() -> date:
    return timezone.localdate()


def words_of(content: bytes, tmp_path) -> str:
    file = tmp_path / "dossier.pdf"
    file.write_bytes(content)
    said = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True)
    return " ".join(said.stdout.split())


def ask(person) -> FileRequest:
    with acting_as(person):
        return saying.ask_for_file(user=person, actor=Actor(person))


def done(function, request, manager, **values):
    """Call a service of the manager on the request as it is now."""
    row = latest(request)
    with acting_as(manager.user):
        return function(request=row, actor=Actor(manager.user), version=row.version, **values)


def shown_to(manager, case: int) -> list[str]:
    """What a screen of the manager has in it now, as its form sends it back."""
    with acting_as(manager.user):
        found = Beneficiary.unscoped.get(pk=case)
        return tokens_of(sections_of(found, manager.user)).split()


def make_ready(row, manager, **values):
    shown = shown_to(manager, row.beneficiary_id)
    return done(answering.make_ready, row, manager, **({"shown": shown} | values))


def withhold(row, manager, reasons):
    shown = shown_to(manager, row.beneficiary_id)
    return done(answering.withhold, row, manager, reasons=reasons, shown=shown)


def as_shown(manager, case) -> dict[str, str]:
    return {"shown": " ".join(shown_to(manager, case.pk))}


def address(row: FileRequest, path: str = "") -> str:
    return f"/suivi/dossiers/{row.beneficiary_id}/cote-personne/dossier/{row.pk}/{path}"


def mails() -> list[str]:
    return [*Email.objects.order_by("pk").values_list("subject", flat=True)]


def cut(person) -> None:
    with system_scope(Scope.TEST):
        AccountLink.unscoped.filter(user=person).update(cut_at=timezone.now(), cut_by="service")


def prepared(case, manager) -> FileRequest:
    """An answer in the person's space, made of what there is now."""
    row = make_request(case)
    make_ready(row, manager)
    return done(answering.deliver, row, manager, delivery="space")
