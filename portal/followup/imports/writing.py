"""Write what lines change, many at a time, and keep what undoing each needs.

In the scope `import`, under the lock of imports: what was judged is still true.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.entitlements.models import Entitlement, OrganismMove
from portal.followup.imports import fields
from portal.followup.imports.compare import Context
from portal.followup.imports.judging import Judged
from portal.followup.imports.models import ImportAction, ImportFile, ImportLine
from portal.followup.people.models import Beneficiary, Household, identity_key
from portal.followup.people.searching import write_keys
from snippets.folding import fold_name

_BATCH = 200
_SEARCHED = {
    "birth_name",
    "used_name",
    "first_name",
    "phone",
    "france_travail_number",
    "household.key",
}


@dataclass(slots=True)
class Entry:
    """A judged line to write, with its action when it has one."""

    judged: Judged
    action: ImportAction | None
    beneficiary: Beneficiary | None = None
    undo: dict[str, Any] | None = None

    @property
    def after(self) -> dict[str, Any]:
        """What is written."""
        return self.judged.difference.after

    @property
    def is_new(self) -> bool:
        """Whether a case is opened."""
        return self.judged.difference.verdict == ImportLine.Verdict.CREATE


class Writer:
    """Writes lines of one file, on behalf of somebody."""

    def __init__(self, file: ImportFile, context: Context, actor: Actor) -> None:
        self.file, self.context, self.actor = file, context, actor
        self.now = timezone.now()

    def write(self, entries: Sequence[Entry]) -> None:
        """Write all that these lines change: people, households, rights, moves, words of search."""
        households = self._households(entries)
        self._create(entries, households)
        changed = self._update(entries, households)
        self._update_households(entries)
        self._add_rights(entries)
        self._add_moves(entries)
        created = [one.beneficiary for one in entries if one.is_new and one.beneficiary]
        write_keys([*changed, *created])
        self._finish(entries)

    def _households(self, entries: Iterable[Entry]) -> dict[str, Household]:
        """The household of each key: as it is known, or made now."""
        found: dict[str, Household] = {}
        made: dict[str, Household] = {}
        for entry in entries:
            key = entry.after.get("household.key", "")
            if not key or key in found:
                continue
            said, known = entry.judged.said, entry.judged.found.household
            if known is not None:
                found[key] = known
            elif key not in made:
                made[key] = Household(
                    organism=said.household.organism,
                    organism_number=said.household.organism_number,
                    matricule=said.household.matricule,
                    known_on=self.context.day,
                    **fields.of_household(said),
                )
        Household.objects.bulk_create(made.values())
        return found | made

    def _create(self, entries: Iterable[Entry], households: dict[str, Household]) -> None:
        new = [entry for entry in entries if entry.is_new]
        for entry in new:
            said = entry.judged.said
            values = fields.of_person(said, self.context.communes)
            has_contacts = any(values.get(name) for name in fields.CONTACTS)
            entry.beneficiary = Beneficiary(
                **{name: value for name, value in values.items() if value is not None},
                household=households.get(said.household.key),
                identity_on=self.context.day,
                contacts_on=(said.known_on or self.context.day) if has_contacts else None,
                **self._written(),
            )
            _fold(entry.beneficiary)
            entry.undo = {"is_created": True, "version": 1}
        Beneficiary.objects.bulk_create(
            [entry.beneficiary for entry in new if entry.beneficiary], batch_size=_BATCH
        )

    def _update(
        self, entries: Iterable[Entry], households: dict[str, Household]
    ) -> list[Beneficiary]:
        """Change the people who are known; return those whose words of search change."""
        changed, searched, columns = [], [], {"version", "updated_at", "identity_key", "sort_name"}
        for entry in entries:
            match = entry.judged.found.match
            if entry.is_new or match is None:
                continue
            entry.beneficiary, entry.undo = match.beneficiary, {}
            values = self._values(entry, households)
            if not values:
                continue
            person = match.beneficiary
            entry.undo["fields"] = {name: fields.plain(getattr(person, name)) for name in values}
            for name, value in values.items():
                setattr(person, name, value)
            person.version += 1
            person.updated_at = self.now
            _fold(person)
            entry.undo["version"] = person.version
            columns |= values.keys()
            changed.append(person)
            if _SEARCHED & entry.after.keys():
                searched.append(person)
        Beneficiary.objects.in_system_scope().bulk_update(changed, columns, batch_size=_BATCH)
        return searched

    def _values(self, entry: Entry, households: dict[str, Household]) -> dict[str, Any]:
        """The columns of a person that a line changes, with the days at which they are true."""
        after = entry.after
        values = {
            name: fields.column(name, after[name])
            for name in (*fields.IDENTITY, *fields.CONTACTS, "state")
            if name in after
        }
        if "household.key" in after:
            values["household_id"] = households[after["household.key"]].pk
        if set(fields.IDENTITY) & after.keys() or "household_id" in values:
            values["identity_on"] = self.context.day
        if set(fields.CONTACTS) & after.keys():
            values["contacts_on"] = entry.judged.said.known_on or self.context.day
        return values

    def _update_households(self, entries: Iterable[Entry]) -> None:
        """Change the households that were known before."""
        changed = []
        for entry in entries:
            home = entry.judged.found.household
            values = {
                name: fields.column(f"household.{name}", entry.after[f"household.{name}"])
                for name in fields.HOUSEHOLD
                if f"household.{name}" in entry.after
            }
            if home is None or not values:
                continue
            values["known_on"] = self.context.day
            before = {name: fields.plain(getattr(home, name)) for name in values}
            if entry.undo is not None:
                entry.undo["household"] = {"pk": home.pk, "fields": before}
            for name, value in values.items():
                setattr(home, name, value)
            changed.append(home)
        Household.objects.in_system_scope().bulk_update(
            changed, [*fields.HOUSEHOLD, "known_on"], batch_size=_BATCH
        )

    def _add_rights(self, entries: Iterable[Entry]) -> None:
        """The right at the day of the file, once a person and a day."""
        rights = []
        for entry in entries:
            right = entry.judged.said.right
            if "right.received_on" in entry.after:
                Entitlement.objects.in_system_scope().filter(
                    beneficiary=entry.beneficiary, on=self.context.day
                ).update(received_on=self.file.received_on)
            if right is None or "right.on" not in entry.after or entry.beneficiary is None:
                continue
            rights.append(
                Entitlement(
                    beneficiary=entry.beneficiary,
                    on=self.context.day,
                    status=right.status,
                    reason=right.reason,
                    since=right.since,
                    opened_on=right.opened_on,
                    has_duties=right.has_duties,
                    received_on=self.file.received_on,
                    source=self.file,
                    **self._written(),
                )
            )
            if entry.undo is not None:
                entry.undo["right"] = self.context.day.isoformat()
        Entitlement.objects.bulk_create(rights, batch_size=_BATCH)

    def _add_moves(self, entries: Iterable[Entry]) -> None:
        """Moves once each; one that an earlier file holds was received on its day."""
        moves = []
        for entry in entries:
            said = entry.after.get("moves", [])
            if "moves.received_on" in entry.after:
                OrganismMove.objects.in_system_scope().filter(
                    beneficiary=entry.beneficiary,
                    on__in=[move.on for move in entry.judged.said.moves],
                    received_on__gt=self.file.received_on,
                ).update(received_on=self.file.received_on, source=self.file)
            if not said or entry.beneficiary is None:
                continue
            for direction, organism, number, day, matricule in said:
                moves.append(
                    OrganismMove(
                        beneficiary=entry.beneficiary,
                        direction=direction,
                        organism=organism,
                        organism_number=number,
                        matricule=matricule,
                        on=date.fromisoformat(day),
                        received_on=self.file.received_on,
                        source=self.file,
                        **self._written(),
                    )
                )
            if entry.undo is not None:
                entry.undo["moves"] = said
        OrganismMove.objects.bulk_create(moves, batch_size=_BATCH)

    def _finish(self, entries: Sequence[Entry]) -> None:
        """Trace on lines and actions what was written, and by whom."""
        new = [entry for entry in entries if entry.is_new]
        for entry in entries:
            entry.judged.line.beneficiary = entry.beneficiary
            if entry.action is not None:
                entry.action.beneficiary, entry.action.undo = entry.beneficiary, entry.undo or {}
        lines = ImportLine.objects.in_system_scope()
        keys = [entry.judged.line.pk for entry in entries]
        lines.filter(pk__in=keys).update(applied_at=self.now)
        lines.bulk_update([one.judged.line for one in new], ["beneficiary"], batch_size=_BATCH)
        actions = ImportAction.objects.in_system_scope()
        decided = [entry.action for entry in entries if entry.action is not None]
        actions.bulk_update(decided, ["beneficiary", "undo"], batch_size=_BATCH)
        for action in decided:
            action.state, action.decided_at = ImportAction.State.APPLIED, self.now
            action.decided_by_name = self.actor.name[:200]
        actions.filter(pk__in=[action.pk for action in decided]).update(
            state=ImportAction.State.APPLIED,
            decided_at=self.now,
            decided_by_name=self.actor.name[:200],
        )

    def _written(self) -> dict[str, Any]:
        return {"created_by": self.actor.user, "author_name": self.actor.name[:200]}


def _fold(person: Beneficiary) -> None:
    """What `save` derives, which bulk writes leave out."""
    person.identity_key = identity_key(person.birth_name, person.first_name, person.birth_date)
    person.sort_name = fold_name(f"{person.known_name} {person.first_name}")
