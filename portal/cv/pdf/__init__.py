"""The printed CV: a tagged PDF, in four templates."""

from datetime import date

from django.utils import timezone

from portal.cv.pdf.content import Content
from portal.cv.pdf.drawing import drawn
from portal.cv.pdf.labels import LABELS
from portal.cv.pdf.letters import in_our_letters
from portal.cv.pdf.media import Code, Photo, modules, printable_photo
from portal.cv.pdf.plan import Medium, planned
from portal.cv.pdf.tagging import tagged
from portal.cv.pdf.templates import THEMES
from portal.cv.resume import Resume, Template, anonymised

__all__ = ["render"]


def render(
    resume: Resume,
    *,
    template: Template | None = None,
    anonymous: bool = False,
    photo: bytes | None = None,
    share_url: str | None = None,
    today: date | None = None,
) -> bytes:
    """Print a CV, in the template that it names when none is given.

    `photo` is a picture's bytes: printed only if the person chose so (`show_photo`) and the CV is
    not anonymous; what is no picture is left out. `share_url` becomes a QR code that is a link.
    `today` gives the age. The same content always gives the same bytes.
    """
    theme = THEMES[template or resume.template]
    if anonymous:
        resume = anonymised(resume)
    resume = in_our_letters(resume)
    content = Content(resume, theme, today or timezone.localdate())
    labels = LABELS[resume.document_language]
    media: list[Medium] = []
    if photo and resume.show_photo and (jpeg := printable_photo(photo)):
        media.append(Photo(jpeg, labels.photo.format(name=content.name)))
    if share_url and (rows := modules(share_url)):
        media.append(Code(rows, share_url, labels.qr, labels.online))
    plan = planned(content, theme, media)
    label = resume.identity.label.strip()
    title = f"{content.name} – {label}" if label else content.name
    pdf, structure = drawn(plan, theme, title=title, page_word=labels.page)
    return tagged(pdf, structure.root, language=resume.document_language.value, title=title)
