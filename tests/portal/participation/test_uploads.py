"""A CV in PDF comes in by its content, and without what it does by itself."""

from io import BytesIO

import pikepdf
import pytest

from portal.participation.uploads import MAX_BYTES, Unusable, UploadedCvError, clean_pdf
from portal.participation.uploads.worker import MAX_PAGES

pytestmark = pytest.mark.django_db


def pdf(pages: int = 1, *, change=None, **options) -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    if change:
        change(document)
    out = BytesIO()
    document.save(out, **options)
    return out.getvalue()


def hostile(document: pikepdf.Pdf) -> None:
    """What PDFs start when they are opened, or when somebody clicks."""
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('VIRUS')")
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="VIRUS.exe")
    link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://portfolio.example/", Next=script)
    document.Root.OpenAction = script
    document.Root.AA = pikepdf.Dictionary(WC=script)
    document.Root.Names = pikepdf.Dictionary(
        JavaScript=pikepdf.Dictionary(Names=[pikepdf.String("a"), script])
    )
    document.Root.AcroForm = pikepdf.Dictionary(
        Fields=[document.make_indirect(pikepdf.Dictionary(A=script, AA=script, T="VIRUS-no"))],
        XFA=document.make_stream(b"VIRUS"),
    )
    document.attachments["VIRUS.exe"] = b"VIRUS"
    bookmark = document.make_indirect(pikepdf.Dictionary(Title="Formation", A=launch))
    document.Root.Outlines = pikepdf.Dictionary(First=bookmark, Last=bookmark, Count=1)
    field = document.Root.AcroForm.Fields[0]
    field.Kids = [document.make_indirect(pikepdf.Dictionary(T="b", Parent=field, AA=script))]
    page = document.pages[0].obj
    page.AA = pikepdf.Dictionary(O=script)
    page.Annots = [
        pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=launch, Rect=[0, 0, 9, 9]),
        pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=link, Rect=[0, 0, 9, 9]),
        pikepdf.Dictionary(Subtype=pikepdf.Name.FileAttachment, Rect=[0, 0, 9, 9]),
    ]


def test_what_a_pdf_does_by_itself_is_left_out_and_its_pages_and_links_stay():
    source = pdf(2, change=hostile)
    assert b"VIRUS" in pdf(2, change=hostile, qdf=True)
    found = clean_pdf(source, name="mon_cv.pdf")
    assert found.title == "mon cv"
    with pikepdf.open(BytesIO(found.content)) as document:
        assert len(document.pages) == 2
        out = BytesIO()
        document.save(out, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        notes = document.pages[0].Annots
        assert [str(note.Subtype) for note in notes] == ["/Link", "/Link"]
        assert "/A" not in notes[0]
        assert str(document.Root.Outlines.First.Title) == "Formation"
        assert str(notes[1].A.URI) == "https://portfolio.example/"
    rewritten = out.getvalue()
    for word in (b"VIRUS.exe", b"JavaScript", b"app.alert", b"/OpenAction", b"/Launch", b"/XFA"):
        assert word not in rewritten


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Unusable.EMPTY),
        (b"   \n", Unusable.EMPTY),
        (b"Bonjour, voici mon CV", Unusable.KIND),
        (b"PK\x03\x04word/document.xml", Unusable.WORD),
        (b"\xff\xd8\xff\xe0JFIF", Unusable.PICTURE),
        (b"%PDF-1.7\nrien de plus", Unusable.BROKEN),
        (b"%PDF-1.7" + b"0" * MAX_BYTES, Unusable.SIZE),
        (pdf(0), Unusable.BROKEN),
        (pdf(MAX_PAGES + 1), Unusable.PAGES),
        (
            pdf(encryption=pikepdf.Encryption(user="secret", owner="secret")),
            Unusable.PASSWORD,
        ),
    ],
    ids=lambda value: value if isinstance(value, Unusable) else "",
)
def test_what_is_no_pdf_says_why(data, reason):
    with pytest.raises(UploadedCvError) as caught:
        clean_pdf(data)
    assert caught.value.reason == reason
    assert caught.value.field == "file"


def test_a_pdf_that_only_its_author_may_change_is_read_by_everybody():
    source = pdf(encryption=pikepdf.Encryption(user="", owner="secret"))
    with pikepdf.open(BytesIO(clean_pdf(source).content)) as document:
        assert not document.is_encrypted


@pytest.mark.parametrize(
    ("name", "title"),
    [("", "CV"), ("C:\\Users\\Nadia\\CV Nadia.PDF", "CV Nadia"), ("../../etc/cv.pdf", "cv")],
)
def test_a_file_s_name_becomes_words(name, title):
    assert clean_pdf(pdf(), name=name).title == title
