"""The sheet that is given to the person: the ad, and a code that opens its page."""

from portal.cv.pdf.media import modules
from portal.cv.pdf.sheet import Sheet
from portal.followup.booking.telling import phone_of
from portal.followup.suggestions import words
from portal.followup.suggestions.models import Suggestion
from portal.followup.suggestions.today import as_of_today, called_off
from search.queries import by_ids
from snippets import french

_CODE_SAYS = "Code à photographier, qui ouvre la page de l’annonce"


def sheet_of(row: Suggestion) -> bytes:
    """A page that says nothing of the case: it may be left on a table."""
    ad = by_ids([row.opportunity_id]).get(row.opportunity_id)
    row = as_of_today(row, ad)
    title = words.title_of(row)
    sheet = Sheet(title=title)
    sheet.heading(title, level=1)
    sheet.facts(
        [
            ("Type", str(words.mail_of(row)["what"])),
            ("Organisation", words.organisation_of(row)),
            ("Commune", row.place),
            ("Quand", words.moment_of(row)),
        ]
    )
    if sentence := called_off(ad):
        sheet.paragraph(sentence)
    day = french.long_day(row.created_at)
    sheet.paragraph(f"Annonce proposée par {row.author_name}, le {day}.")
    url = words.page_url(row)
    sheet.paragraph(f"Pour en savoir plus, photographiez ce code, ou ouvrez\u00a0: {url}")
    rows = modules(url)
    if rows:
        sheet.code(rows, alt=_CODE_SAYS)
    if phone := phone_of(row.beneficiary):
        sheet.paragraph(f"Une question\u00a0? Appelez le {phone}.")
    return sheet.finished()
