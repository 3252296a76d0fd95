"""Old CVs as people have them: text boxes, columns, tables, letters that are drawn apart."""

import zipfile
from io import BytesIO

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.shared import Pt
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from portal.cv.exchange import read_file

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:x="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def _saved(document) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _docx(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    return _saved(document)


def _box(*lines: str, kinds: tuple[str, ...] = ("Choice", "Fallback")) -> object:
    """A text box of Word: the same paragraphs for it, and for programs that are older."""
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    content = f"<w:txbxContent>{paragraphs}</w:txbxContent>"
    copies = "".join(f"<x:{kind}><w:pict>{content}</w:pict></x:{kind}>" for kind in kinds)
    held = f"<x:AlternateContent>{copies}</x:AlternateContent>" if kinds else content
    return parse_xml(f"<w:p {_SPACES}><w:r>{held}</w:r></w:p>")


def _pdf(*texts: tuple[float, float, str], size: float = 10) -> bytes:
    stream = BytesIO()
    canvas = Canvas(stream)
    for x, y, text in texts:
        canvas.setFont("Helvetica", 24 if text.startswith("!") else size)
        canvas.drawString(x, y, text.removeprefix("!"))
    canvas.save()
    return stream.getvalue()


@pytest.mark.parametrize("kinds", [("Choice", "Fallback"), ("Fallback",), ()])
def test_a_text_box_is_read_once_where_it_stands(kinds) -> None:
    document = Document()
    body = document.element.body
    for number, lines in enumerate(
        (
            ("Karima BENALI", "Aide à domicile"),
            ("Contact", "06 11 22 33 44", "Compétences", "Ménage"),
            ("EXPÉRIENCES", "Aide à domicile", "De sept. 2018 à ce jour"),
        )
    ):
        body.insert(number, _box(*lines, kinds=kinds))
    draft = read_file(_saved(document))
    assert draft.document == {
        "basics": {
            "name": "Karima BENALI",
            "phone": "06 11 22 33 44",
            "label": "Aide à domicile",
        },
        "work": [{"position": "Aide à domicile", "startDate": "2018-09"}],
        "skills": [{"name": "Ménage"}],
    }
    assert draft.unplaced == ()


def test_text_goes_on_below_a_text_box() -> None:
    """The box stands in the middle of a part: what follows it is of that part, not of the box."""
    document = Document()
    for line in ("Nadia Lefort", "Loisirs", "Danse", "Marche"):
        document.add_paragraph(line)
    document.element.body.insert(3, _box("Langues", "Arabe"))
    found = read_file(_saved(document)).document
    assert found["interests"] == [{"name": "Danse"}, {"name": "Marche"}]
    assert found["languages"] == [{"language": "Arabe"}]


def test_content_controls_and_symbols_of_word_are_read() -> None:
    document = Document()
    document.add_paragraph("Nadia Lefort")
    document.add_paragraph("Compétences")
    for held in (
        "<w:sdt><w:sdtContent><w:r><w:t>Caisse</w:t></w:r></w:sdtContent></w:sdt>",
        '<w:r><w:sym w:font="Wingdings" w:char="F0D8"/></w:r><w:r><w:t> Accueil</w:t></w:r>',
        "<w:del><w:r><w:delText>Effacé</w:delText></w:r></w:del>",
    ):
        document.element.body.insert(-1, parse_xml(f"<w:p {_SPACES}>{held}</w:p>"))
    found = read_file(_saved(document))
    assert found.document["skills"] == [{"name": "Caisse"}, {"name": "Accueil"}]
    assert found.unplaced == ()


def test_dates_in_the_cells_of_a_table_go_with_what_is_beside_them() -> None:
    document = Document()
    document.add_paragraph("Jean MULLER")
    document.add_paragraph("EXPERIENCE PROFESSIONNELLE")
    table = document.add_table(rows=0, cols=2)
    for period, told in (
        ("2003 - 2020", "Cariste\nPeugeot Sochaux\nChargement de camions"),
        ("1998 - 2003", "Ouvrier agricole saisonnier"),
    ):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = period, told
    assert read_file(_saved(document)).document["work"] == [
        {
            "position": "Cariste",
            "name": "Peugeot Sochaux",
            "startDate": "2003",
            "endDate": "2020",
            "highlights": ["Chargement de camions"],
        },
        {"position": "Ouvrier agricole saisonnier", "startDate": "1998", "endDate": "2003"},
    ]


def test_name_in_the_header_and_phone_in_the_footer_are_no_part_of_what_is_between() -> None:
    document = Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "Sandrine Petit-Jean"
    section.footer.paragraphs[0].text = "Tél. +33 6 12 34 56 78 – sandrine@exemple.fr"
    document.add_paragraph("Diplômes")
    document.add_paragraph("2017 : Bac pro commerce")
    draft = read_file(_saved(document))
    assert draft.document == {
        "basics": {
            "name": "Sandrine Petit-Jean",
            "email": "sandrine@exemple.fr",
            "phone": "+33 6 12 34 56 78",
        },
        "education": [{"studyType": "Bac pro commerce", "startDate": "2017", "endDate": "2017"}],
    }
    assert draft.unplaced == ()


def test_lines_below_an_experience_are_not_the_title_of_the_next() -> None:
    lines = ("2019-2021 Serveuse", "Service en salle", "2016-2018 Vendeuse", "Conseil")
    work = read_file(_docx("Nadia Lefort", "EXPERIENCES", *lines)).document["work"]
    assert [(job["position"], job["highlights"]) for job in work] == [
        ("Serveuse", ["Service en salle"]),
        ("Vendeuse", ["Conseil"]),
    ]


def test_title_employer_and_dates_on_three_lines_are_one_experience() -> None:
    lines = ("Serveuse", "Le Central", "2022 – 2023", "• Salle", "Commis", "Kyriad", "2020 – 2021")
    work = read_file(_docx("Nadia Lefort", "Expériences", *lines)).document["work"]
    assert [(job["position"], job["name"]) for job in work] == [
        ("Serveuse", "Le Central"),
        ("Commis", "Kyriad"),
    ]


def test_letters_set_apart_are_words() -> None:
    document = read_file(
        _docx(
            "L É A   M A R T I N",
            "S E R V E U S E",
            "F O R M A T I O N S",
            "2018 CAP",
            "C E N T R E S   D ’ I N T É R Ê T",
            "Danse",
        )
    ).document
    assert document["basics"] == {"name": "LÉA MARTIN", "label": "SERVEUSE"}
    assert document["education"][0]["studyType"] == "CAP"
    assert document["interests"] == [{"name": "Danse"}]


_SIDEBAR = """CONTACT
06 44 55 66 77
COMPÉTENCES
Accueil
Caisse
LOISIRS
Cuisine
Basket"""


_MAIN = """!Fatou Diop
Employée libre-service
EXPÉRIENCES
Caissière
Intermarché – 2021 à 2023
FORMATION
CAP Vente
Lycée Follereau – 2018"""


def test_name_of_a_page_with_a_sidebar_is_the_largest_line() -> None:
    side = [(40, 800 - 40 * row, text) for row, text in enumerate(_SIDEBAR.splitlines())]
    main = [(250, 812 - 43 * row, text) for row, text in enumerate(_MAIN.splitlines())]
    draft = read_file(_pdf(*side, *main))
    basics = draft.document["basics"]
    assert (basics["name"], basics["label"]) == ("Fatou Diop", "Employée libre-service")
    assert draft.document["interests"] == [{"name": "Cuisine"}, {"name": "Basket"}]
    assert [job["position"] for job in draft.document["work"]] == ["Caissière"]
    assert draft.unplaced == ()


def test_a_column_of_dates_is_read_with_what_is_beside_it() -> None:
    rows = [
        ("2019 – 2023", "Cariste"),
        ("2016 – 2019", "Magasinier"),
        ("2015", "Agent de tri"),
        ("2010 – 2014", "Cuisinier"),
        ("2008", "Plongeur"),
    ]
    cells = [(40, 650 - 60 * n, period) for n, (period, _) in enumerate(rows)]
    cells += [(160, 650 - 60 * n, title) for n, (_, title) in enumerate(rows)]
    head = [(40, 780, "!Patrick Roy"), (40, 700, "Expériences professionnelles")]
    work = read_file(_pdf(*head, *cells)).document["work"]
    assert [(job["position"], job["startDate"]) for job in work] == [
        ("Cariste", "2019"),
        ("Magasinier", "2016"),
        ("Agent de tri", "2015"),
        ("Cuisinier", "2010"),
        ("Plongeur", "2008"),
    ]


def test_a_line_that_ends_with_a_year_is_no_column_of_dates() -> None:
    """It would be put on the line beside it."""
    titles = ("Animatrice 2019", "Décoratrice 2016", "Entretien 2012", "Marchande 2010")
    left = [(40, 700 - 60 * row, text) for row, text in enumerate(titles)]
    beside = [
        (300, 700 - 60 * row, text) for row, text in enumerate(("Lire", "Rire", "Rêver", "Y"))
    ]
    head = [(40, 780, "!Nadia Lefort"), (40, 750, "Expériences"), (300, 750, "Loisirs")]
    work = read_file(_pdf(*head, *left, *beside)).document["work"]
    assert [job["position"] for job in work] == [text[:-5] for text in titles]


def test_letters_drawn_one_by_one_are_words() -> None:
    texts = []
    for y, text, gap in (
        (780, "!AMINATA", 6.0),
        (745, "!TRAORÉ", 6.0),
        (690, "COMPÉTENCES", 4.0),
        (670, "Premiers secours", 0.2),
    ):
        x, size = 60.0, 24 if text.startswith("!") else 10
        for letter in text.removeprefix("!"):
            texts.append((x, y, ("!" if size > 10 else "") + letter))
            x += stringWidth(letter, "Helvetica", size) + gap
    document = read_file(_pdf(*texts)).document
    assert document["basics"]["name"] == "AMINATA TRAORÉ"
    assert document["skills"] == [{"name": "Premiers secours"}]


def test_a_title_that_is_larger_is_not_taken_for_the_name_of_a_part() -> None:
    document = Document()
    document.add_paragraph("Nadia Lefort").runs[0].font.size = Pt(12)
    document.add_paragraph("EXPÉRIENCES").runs[0].font.size = Pt(28)
    document.add_paragraph("2019 Serveuse")
    found = read_file(_saved(document)).document
    assert found["basics"] == {"name": "Nadia Lefort"}
    assert found["work"][0]["position"] == "Serveuse"


def test_the_two_copies_of_a_text_box_are_in_the_file_of_the_test() -> None:
    """Without this, the test of text boxes could pass with one copy."""
    document = Document()
    document.element.body.insert(0, _box("Nadia"))
    with zipfile.ZipFile(BytesIO(_saved(document))) as archive:
        assert archive.read("word/document.xml").count(b"Nadia") == 2
