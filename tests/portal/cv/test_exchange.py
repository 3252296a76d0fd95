"""CVs in other formats, and old CVs read as drafts."""

import zipfile
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from docx import Document
from docx.oxml.ns import qn
from reportlab.pdfgen.canvas import Canvas

from portal.cv.exchange import FileError, as_docx, as_text, read_file
from portal.cv.exchange.files import Unreadable
from portal.cv.exchange.worker.pdf import DATES
from portal.cv.pdf import render
from portal.cv.resume import Resume, Template, parse
from snippets.dates import MONTHS, PartialDate
from tests.portal.cv.documents import EXTREMES, PEOPLE

TODAY = date(2026, 11, 24)
NURSE = parse(PEOPLE["infirmiere"])


def test_text_has_headings_and_lists() -> None:
    text = as_text(NURSE, today=TODAY)
    assert "\nLANGUES\n-------\n- Français : langue maternelle\n" in text
    assert "Dupont" not in as_text(NURSE, anonymous=True, today=TODAY)


def test_docx_has_real_headings_lists_links_and_language() -> None:
    document = Document(BytesIO(as_docx(NURSE, today=TODAY)))
    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs}
    assert styles["Marie-Ange Dupont-Nguyễn"] == "Heading 1"
    assert styles["Langues"] == "Heading 2"
    assert styles["Infirmière à domicile"] == "Heading 3"
    assert styles["Tutorat de 12 étudiants"] == "List Bullet"
    targets = {relation.target_ref for relation in document.part.rels.values()}
    assert "mailto:marie-ange.dupont@exemple.fr" in targets
    assert {lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))} == {
        "fr-FR"
    }


@pytest.mark.parametrize("name", EXTREMES)
def test_extreme_cv_can_be_exported(name: str) -> None:
    resume = parse(EXTREMES[name])
    assert Document(BytesIO(as_docx(resume, today=TODAY))).paragraphs
    assert as_text(resume, today=TODAY)


def _periods(resume: Resume) -> list[tuple[PartialDate | None, PartialDate | None]]:
    return [(job.start, job.end) for job in resume.experiences]


@pytest.mark.parametrize("kind", ["docx", *Template.values])
def test_own_cv_is_read_back_as_a_draft(kind: str) -> None:
    data = as_docx(NURSE) if kind == "docx" else render(NURSE, template=Template(kind))
    draft = read_file(data)
    resume = parse(draft.document)
    assert resume.identity.name == "Marie-Ange Dupont-Nguyễn"
    assert resume.identity.email == "marie-ange.dupont@exemple.fr"
    assert _periods(resume) == _periods(NURSE)
    assert [job.position for job in resume.experiences] == [
        job.position for job in NURSE.experiences
    ]
    assert "Relisez" in draft.warnings[0]
    assert ("deux colonnes" in " ".join(draft.warnings)) is (kind == "colonnes")


def test_draft_invents_nothing() -> None:
    """Each word of the draft is a word of the file, dates aside."""
    document = Document()
    for line in ("12 rue du Port", "Expérience", "2019", "Vendeur", "Loisirs", "Lire", "Divers"):
        document.add_paragraph(line)
    stream = BytesIO()
    document.save(stream)
    draft = read_file(stream.getvalue())
    assert draft.document == {
        "work": [{"position": "Vendeur", "startDate": "2019", "endDate": "2019"}],
        "interests": [{"name": "Lire"}],
    }
    assert draft.unplaced == ("12 rue du Port",)
    assert any("nom" in warning for warning in draft.warnings)


def _pdf(text: str = "", **save: object) -> bytes:
    stream = BytesIO()
    canvas = Canvas(stream)
    canvas.drawString(72, 700, text)
    canvas.save()
    with pikepdf.open(stream) as document:
        saved = BytesIO()
        document.save(saved, **save)
    return saved.getvalue()


def _zip(**files: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return stream.getvalue()


_LOCKED = pikepdf.Encryption(owner="a", user="b")
HOSTILE = {
    "empty": (b"  ", Unreadable.EMPTY),
    "heavy": (b"%PDF-1.7" + b"a" * 5_000_000, Unreadable.SIZE),
    "text": (b"Bonjour", Unreadable.TEXT),
    "nothing known": (b"\x01\x00\x02", Unreadable.KIND),
    "photo of a paper": (b"\xff\xd8\xff\xe0" + b"\x00" * 90, Unreadable.PICTURE),
    "RTF": (b"{\\rtf1 Nadia}", Unreadable.RTF),
    "LibreOffice": (_zip(mimetype=b"application/vnd.oasis.opendocument.text"), Unreadable.WRITER),
    "Pages": (_zip(**{"Index/Document.iwa": b"a"}), Unreadable.PAGES),
    "image": (_pdf(), Unreadable.IMAGE),
    "password": (_pdf("a", encryption=_LOCKED), Unreadable.PASSWORD),
    "broken PDF": (b"%PDF-1.7\n1 0 obj <<", Unreadable.BROKEN),
    "cut PDF": (render(NURSE)[:9000], Unreadable.BROKEN),
    "other zip": (_zip(a=b"b"), Unreadable.NO_DOCX),
    "broken DOCX": (b"PK\x03\x04" + b"\x00" * 90, Unreadable.BROKEN),
    "no XML": (_zip(word__document_xml=b"<a"), Unreadable.BROKEN),
    "old Word": (b"\xd0\xcf\x11\xe0" + b"\x00" * 90, Unreadable.OLD_WORD),
    "locked DOCX": (
        b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
        Unreadable.PASSWORD,
    ),
    "zip bomb": (_zip(word__document_xml=b" " * 70_000_000), Unreadable.HEAVY),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_file_that_cannot_be_read_is_refused_in_french(name: str) -> None:
    data, reason = HOSTILE[name]
    with pytest.raises(FileError) as caught:
        read_file(data)
    assert caught.value.reason is reason
    assert str(caught.value).endswith(".")


def test_the_reader_of_old_cvs_knows_the_same_months():
    """Its program imports nothing of ours: a month added here alone would be words there."""
    assert {name for name in MONTHS if not DATES.fullmatch(f"{name} 2019")} == set()
