"""The letters of a reassignment, in one file: who accompanies each person from now on."""

from collections.abc import Sequence
from datetime import date

from portal.cv.pdf.sheet import Sheet
from portal.followup.configuration import letters
from portal.followup.configuration.printing import draw_letter, values_of
from portal.followup.models import ReferentAssignment
from portal.followup.reassignment.models import Reassignment
from snippets import french

_TITLE = "Changement de référente ou de référent"


def letters_pdf(
    reassignment: Reassignment, assignments: Sequence[ReferentAssignment], *, day: date
) -> bytes:
    """One letter a person. Inside a scope that reads the cases."""
    said = letters.text(letters.Key.REASSIGNMENT, day)
    sheet = Sheet(title=_TITLE)
    for one in assignments:
        case, unit = one.beneficiary, one.beneficiary.unit
        values = values_of(case, unit, day)
        values |= {
            "jour": french.long_day(reassignment.leaves_on),
            "referent": one.professional.name,
            "structure": one.structure.name,
            "telephone_referent": one.professional.phone or values["telephone_unite"],
        }
        letter = letters.filled(letters.Key.REASSIGNMENT, said, values)
        draw_letter(sheet, letter=letter, case=case, unit=unit, day=day)
    return sheet.finished()
