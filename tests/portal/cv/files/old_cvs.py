"""Old CVs as people send them, and the worker that reads them."""

import zipfile
from io import BytesIO

from docx import Document
from procrastinate.contrib.django.models import ProcrastinateJob

from portal.cv.jobs import read_old_cv


def docx(*lines: str, header: str = "") -> bytes:
    """A Word document with these paragraphs."""
    document = Document()
    if header:
        document.sections[0].header.paragraphs[0].text = header
    for line in lines:
        document.add_paragraph(line)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def repacked(data: bytes, **parts: bytes) -> bytes:
    """The same DOCX with other parts."""
    stream = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", 8, compresslevel=9) as new,
    ):
        for name in old.namelist():
            new.writestr(name, parts.pop(name, None) or old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return stream.getvalue()


def many_paragraphs(paragraph: str, count: int) -> bytes:
    """A DOCX that is light as long as it is not unpacked."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = (
        f'<w:document xmlns:w="{space}"><w:body>{paragraph * count}</w:body></w:document>'
    ).encode()
    return repacked(docx(), **{"word/document.xml": text})


def waiting_jobs() -> list[ProcrastinateJob]:
    """Jobs of the queue of old CVs, the first one first."""
    return list(ProcrastinateJob.objects.filter(queue_name="cv", status="todo").order_by("pk"))


def read_waiting() -> None:
    """What the worker does."""
    for job in waiting_jobs():
        read_old_cv(**job.args)
