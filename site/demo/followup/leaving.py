"""People of long ago: cases in notice, an archive, a slip that waits to be sent."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.followup.clocks.legal import after_months
from portal.followup.models import (
    Beneficiary,
    CaseRetention,
    EliminationSlip,
    Exit,
    Orientation,
    Professional,
    RetentionHold,
    SlipLine,
    Unit,
)
from portal.followup.people.models import identity_key
from portal.followup.people.searching import write_keys
from portal.followup.retention.states import R
from snippets.folding import fold_name

_MONTH = 30
# Name, first name, title, birth date; months since the last contact.
_NOTICED = (
    ("Aubertin", "Solange", "mme", date(1971, 5, 2), 23),
    ("Caillet", "Romuald", "m", date(1983, 11, 19), 24),
    ("Grosjean", "Mireille", "mme", date(1966, 2, 8), 25),
)
_ARCHIVED = (
    ("Lhomme", "Fabien", "m", date(1979, 9, 30), 38),
    ("Pequignot", "Odile", "mme", date(1962, 7, 14), 30),
)


def load_leaving(unit: Unit, today: date) -> None:
    """Three cases in notice (one held), two archived, one on a slip. In the scope of the demo."""
    manager = Professional.unscoped.filter(
        unit=unit, user__groups__name=LevelName.UNIT_MANAGER
    ).first()
    if manager is None:
        return
    noticed = [_person(one, unit, manager, today) for one in _NOTICED]
    archived = [_person(one, unit, manager, today) for one in _ARCHIVED]
    write_keys(noticed)
    for case, (*_, ago) in zip(noticed, _NOTICED, strict=True):
        last = after_months(today, -ago)
        told = today - timedelta(days=6)
        CaseRetention.unscoped.create(
            beneficiary=case,
            unit=unit,
            last_contact_on=last,
            noticed_on=told,
            archive_on=max(after_months(last, 24), told + timedelta(days=_MONTH)),
        )
    RetentionHold.unscoped.create(
        beneficiary=noticed[-1],
        kind=RetentionHold.Kind.LITIGATION,
        reason="Tribunal administratif, requête en cours",
        author_name=manager.name,
    )
    for case, (*_, ago) in zip(archived, _ARCHIVED, strict=True):
        _archive(case, unit, after_months(today, -ago), today)
    slip = EliminationSlip.unscoped.create(
        unit=unit,
        files_count=1,
        first_year=after_months(today, -_ARCHIVED[0][-1]).year,
        last_year=after_months(today, -_ARCHIVED[0][-1]).year,
        years={str(after_months(today, -_ARCHIVED[0][-1]).year): 1},
        author_name=manager.name,
        created_by=manager.user,
    )
    SlipLine.unscoped.create(slip=slip, beneficiary=archived[0])


def _archive(case: Beneficiary, unit: Unit, last: date, today: date) -> None:
    closed = after_months(last, 24)
    due = after_months(closed, 12)
    CaseRetention.unscoped.create(
        beneficiary=case,
        unit=unit,
        state=R.ARCHIVED,
        last_contact_on=last,
        noticed_on=closed - timedelta(days=_MONTH),
        archive_on=closed,
        archived_on=closed,
        destroy_on=due if due <= today else None,
    )


def _person(
    told: tuple[str, str, str, date, int], unit: Unit, manager: Professional, today: date
) -> Beneficiary:
    last_name, first_name, title, born, ago = told
    last = after_months(today, -ago)
    case: Beneficiary = Beneficiary.unscoped.create(
        birth_name=last_name,
        first_name=first_name,
        title=title,
        birth_date=born,
        identity_key=identity_key(last_name, first_name, born),
        sort_name=fold_name(f"{last_name} {first_name}"),
        unit=unit,
        state=Beneficiary.State.EXITED,
        author_name="Déclic",
    )
    moment = timezone.make_aware(datetime.combine(last, time(9)))
    Beneficiary.unscoped.filter(pk=case.pk).update(created_at=moment)
    case.refresh_from_db()
    Orientation.unscoped.create(
        beneficiary=case,
        path="social",
        structure=manager.structure,
        unit=unit,
        starts_on=last,
        notified_on=last,
        ends_on=last + timedelta(days=_MONTH),
        author_name=manager.name,
    )
    Exit.unscoped.create(
        beneficiary=case,
        reason="lost",
        on=last + timedelta(days=_MONTH),
        author_name=manager.name,
    )
    return case
