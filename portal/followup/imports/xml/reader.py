"""Reading the monthly file: household by household, in constant memory.

A household that breaks a limit is one line in error, and the rest goes on. What is no XML, what is
cut short, what declares anything is refused whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from lxml import etree

from portal.followup.imports.errors import FileError
from portal.followup.imports.said import SaidPerson
from portal.followup.imports.xml.encoding import NOT_XML, Examined, examine
from portal.followup.imports.xml.household import HEAD, HOUSEHOLD, TOTALS
from portal.followup.imports.xml.kinds import fault_of, read_day
from portal.followup.imports.xml.people import error_line, people_of
from snippets.french import counted

ROOT = "Racine"
# Bytes between two ends of household: a few thousand in real files. More is no household.
MOST_BYTES = 4_000_000

OTHER_XML = (
    "Ce fichier XML n’est pas le fichier mensuel des bénéficiaires du RSA (il ne commence pas par "
    "«\u00a0Racine\u00a0» et «\u00a0IdentificationFlux\u00a0»)."
)
TOO_LARGE = (
    "Un foyer de ce fichier est démesuré\u00a0: le fichier n’est pas celui d’un organisme, ou il "
    "est abîmé."
)


@dataclass(frozen=True, slots=True)
class Head:
    """Who the file is: its flow (TYPEFLUX, NATFLUX) and its day of reference."""

    flow_code: str
    reference_date: date

    @property
    def is_monthly(self) -> bool:
        """Whether it holds everybody: a daily flow holds what changed, and nobody is absent."""
        return not self.flow_code.startswith("J")


@dataclass(frozen=True, slots=True)
class Totals:
    """Households sent, and those of them in the flow of anomalies."""

    sent: int
    in_anomaly: int

    def agree_with(self, households: int) -> bool:
        """Whether so many households were announced: those in anomaly may be in another file."""
        return households in {self.sent, self.sent - self.in_anomaly}


class MonthlyFile:
    """A monthly file that is being read.

    `head` is known from the first household on, `totals` at the end: None when it has none.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self.examined = examine(file, root=ROOT)
        self.source = _Bounded(file)
        self.head: Head | None = None
        self.totals: Totals | None = None
        self.count = 0

    def households(self) -> Iterator[list[SaidPerson]]:
        """The people of each household who are followed, or one line that says what is wrong.

        Raises FileError when the rest cannot be read.
        """
        names = {part.name: part for part in (HEAD, HOUSEHOLD, TOTALS)}
        events = etree.iterparse(
            self.source,
            events=("end",),
            tag=tuple(names),
            encoding=self.examined.encoding,
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            for _, element in events:
                self.source.since = 0
                if element.tag == HEAD.name:
                    self.head = _head(element)
                elif element.tag == TOTALS.name:
                    self.totals = _totals(element)
                else:
                    yield self._household(element)
                _forget(element)
        except etree.XMLSyntaxError as error:
            raise FileError(self._broken(error, self.examined)) from error
        if self.head is None or events.root.tag != ROOT:
            raise FileError(OTHER_XML)

    def _household(self, element: Any) -> list[SaidPerson]:
        if self.head is None:
            raise FileError(OTHER_XML)
        self.count += 1
        if wrong := fault_of(element, HOUSEHOLD):
            return [error_line(element, self.count, wrong)]
        return people_of(element, self.count, self.head.reference_date)

    def _broken(self, error: etree.XMLSyntaxError, examined: Examined) -> str:
        if self.head is None and not self.count:
            return NOT_XML if examined.is_whole else f"{NOT_XML} Il est peut-être coupé."
        read = f"après {counted(self.count, 'foyer')}" if self.count else "dès le début"
        if not examined.is_whole:
            return (
                f"Ce fichier est coupé {read}\u00a0: il n’est pas arrivé entier. Rien n’en a été "
                "gardé\u00a0; téléchargez-le de nouveau."
            )
        return (
            f"Ce fichier est abîmé {read} (ligne {error.lineno})\u00a0: la suite est illisible. "
            "Rien n’en a été gardé\u00a0; reprenez celui que l’organisme a envoyé."
        )


class _Bounded:
    """Bytes of a file, with a limit between two ends of household: memory stays constant."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.since = 0

    def read(self, size: int = -1) -> bytes:
        """Some bytes. Raises FileError."""
        data = self.file.read(size)
        self.since += len(data)
        if self.since > MOST_BYTES:
            raise FileError(TOO_LARGE)
        return data


def _forget(element: Any) -> None:
    """Free an element that was read, and those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and parent[0] is not element:
        del parent[0]


def _head(element: Any) -> Head:
    if wrong := fault_of(element, HEAD):
        message = f"L’identification du flux est fausse\u00a0: {wrong}"
        raise FileError(message)
    said = {child.tag: (child.text or "").strip() for child in element}
    day = read_day(said["DTREF"])
    if day is None:  # checked above
        raise FileError(OTHER_XML)
    return Head(said["TYPEFLUX"] + said["NATFLUX"], day)


def _totals(element: Any) -> Totals | None:
    """None for totals that are no numbers: as if there were none."""
    if fault_of(element, TOTALS):
        return None
    said = {child.tag: (child.text or "").strip() for child in element}
    return Totals(int(said["NBTOTDOSRSATRANSM"]), int(said["NBTOTDOSRSATRANSMANO"]))
