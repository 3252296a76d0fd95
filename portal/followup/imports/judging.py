"""Judge lines of a file: who each is about, and what it would change.

The preview is judged so, and what is applied is judged again, under locks.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.followup.imports.compare import Context, Difference, compare
from portal.followup.imports.known import Directory, Doubt, Found, key_of
from portal.followup.imports.models import ImportAction, ImportFile, ImportLine
from portal.followup.imports.said import SaidPerson
from snippets.models import Commune

Place = tuple[int, int]
# Of a line that the file itself makes wrong: nothing of it is kept, and it is never judged.
_UNREADABLE = "is_unreadable"


@dataclass(slots=True)
class Judged:
    """A line, what it says, who it is about, and what that changes."""

    line: ImportLine
    said: SaidPerson
    found: Found
    difference: Difference


def line_of(file: ImportFile, said: SaidPerson) -> ImportLine:
    """A staging row of what is said, not judged yet."""
    return ImportLine(
        file=file,
        position=said.position,
        rank=said.rank,
        household_key=said.household.key[:40],
        identity_key=key_of(said),
        label=said.shown[:200],
        said={_UNREADABLE: True} if said.problem else said.as_json(),
        problem=said.problem[:500],
        verdict=ImportLine.Verdict.ERROR if said.problem else ImportLine.Verdict.UNCHANGED,
    )


def said_of(line: ImportLine) -> SaidPerson:
    """What a staging row keeps."""
    return SaidPerson.of_json(line.said)


def context_of(file: ImportFile, people: Sequence[SaidPerson] = ()) -> Context:
    """What comparing needs to know of the file."""
    codes = {said.insee_code for said in people} - {None, ""}
    known = Commune.objects.filter(pk__in=codes).order_by().values_list("pk", flat=True)
    return Context(file.flow, file.day, file.received_on, frozenset(known))


def judge(file: ImportFile, lines: Sequence[ImportLine], *, lock: bool = False) -> list[Judged]:
    """Judge lines that can be understood; those whose file is wrong are left out.

    `lock` holds the people that they are about until the transaction ends.
    """
    said = [(line, said_of(line)) for line in lines if _UNREADABLE not in line.said]
    people = [one for _, one in said]
    context = context_of(file, people)
    directory = Directory(people, day=context.day, lock=lock)
    others = _Others(file, lines)
    judged = []
    for line, one in said:
        found = directory.find(one, claimed=others.claimed_beside(line))
        others.doubt(line, found)
        judged.append(Judged(line, one, found, compare(one, found, context)))
    return judged


class _Others:
    """The other lines of the file about the same people, read or not yet written."""

    def __init__(self, file: ImportFile, lines: Sequence[ImportLine]) -> None:
        self.places: dict[str, dict[Place, str]] = defaultdict(dict)
        self.homes: dict[str, set[str]] = defaultdict(set)
        written = ImportLine.objects.in_system_scope().filter(file=file).order_by()
        columns = ("identity_key", "household_key", "position", "rank")
        for condition in (
            {"identity_key__in": {line.identity_key for line in lines} - {""}},
            {"household_key__in": {line.household_key for line in lines} - {""}},
        ):
            for row in written.filter(**condition).values_list(*columns):
                self._add(*row)
        for line in lines:
            self._add(line.identity_key, line.household_key, line.position, line.rank)

    def _add(self, identity: str, home: str, position: int, rank: int) -> None:
        if identity:
            self.places[identity][(position, rank)] = home
            if home:
                self.homes[home].add(identity)

    def claimed_beside(self, line: ImportLine) -> frozenset[str]:
        """Identities of the other people of its household."""
        return frozenset(self.homes[line.household_key] - {line.identity_key})

    def doubt(self, line: ImportLine, found: Found) -> None:
        """Say that a line before it is about the same person, or about a homonym."""
        own = (line.position, line.rank)
        before = {
            place: home
            for place, home in self.places.get(line.identity_key, {}).items()
            if place < own
        }
        if not before:
            return
        for place, home in before.items():
            if line.household_key and home == line.household_key:
                found.problem = (
                    f"La même personne est deux fois dans ce foyer (foyer n°\u00a0{place[0]} du "
                    "fichier)."
                )
                return
        if found.match is None and found.doubt is None:
            found.doubt = Doubt.IN_FILE


def record(judged: Iterable[Judged]) -> list[ImportLine]:
    """Write on lines what was judged; return those that changed. Nothing is saved."""
    changed = []
    for one in judged:
        line, difference = one.line, one.difference
        values = (
            difference.verdict,
            difference.problem,
            difference.before,
            difference.after,
            difference.beneficiary_id,
        )
        if values != (line.verdict, line.problem, line.before, line.after, line.beneficiary_id):
            (line.verdict, line.problem, line.before, line.after, line.beneficiary_id) = values
            changed.append(line)
    return changed


def action_of(one: Judged) -> ImportAction | None:
    """The action that a line asks for, not saved; None when there is nothing to decide."""
    difference = one.difference
    if not difference.kind:
        return None
    return ImportAction(
        file_id=one.line.file_id,
        line=one.line,
        beneficiary_id=difference.beneficiary_id,
        kind=difference.kind,
        explanation=difference.explanation,
        is_sure=difference.is_sure,
        candidates=list(difference.candidates),
    )


def is_as_shown(one: Judged, action: ImportAction | None) -> bool:
    """Whether what would be written now is what the preview shows."""
    line, difference = one.line, one.difference
    return (
        (line.verdict, line.before, line.after, line.beneficiary_id)
        == (
            difference.verdict,
            difference.before,
            difference.after,
            difference.beneficiary_id,
        )
        and (action.kind if action else "") == difference.kind
        and (action is None or action.was_read_again or action.is_sure == difference.is_sure)
    )
