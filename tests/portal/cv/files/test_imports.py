"""An old CV comes in: drafts, lines without a place, and all that may be wrong with a file."""

import json
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from docx import Document
from reportlab.pdfgen.canvas import Canvas

from portal.accounts.level_names import LevelName
from portal.cv.exchange import read_file, read_text
from portal.cv.exchange.files import FileError, Unreadable
from portal.cv.models import MAX_CVS, Cv, CvHelper, CvImport, CvVersion
from portal.cv.printing import pdf_of
from portal.cv.services import create_cv, import_cv, place_lines
from tests.pdf_text import extract_text
from tests.portal.accounts.people import person_with, signed_in
from tests.portal.cv.files.old_cvs import docx, read_waiting, repacked

pytestmark = pytest.mark.django_db
OLD_CV = """Serveuse en salle
nadia@exemple.fr • 06 12 34 56 78 • 06 98 76 54 32
12 rue du Port, Belfort
Expériences professionnelles
2019 – 2021
Serveuse, Brasserie du Lion
Langues
Français"""


@pytest.fixture
def nadia():
    return person_with(LevelName.CANDIDATE, first_name="Nadia", last_name="Lefort")


@pytest.fixture
def browser(nadia):
    return signed_in(nadia)


def send(browser, data, name="cv.pdf"):
    content = json.dumps(data).encode() if isinstance(data, (dict, list)) else data
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    answer = browser.post(reverse("cv:import"), {"file": file})
    if not CvImport.objects.waiting().exists():
        return answer
    read_waiting()
    return browser.get(answer.url)


def pdf(pages: int = 1, text: str = "", **save) -> bytes:
    stream = BytesIO()
    canvas = Canvas(stream)
    for _ in range(pages):
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()
    if not save:
        return stream.getvalue()
    with pikepdf.open(stream) as document:
        saved = BytesIO()
        document.save(saved, **save)
    return saved.getvalue()


def test_a_docx_becomes_a_draft_to_check(browser, nadia):
    answer = send(browser, docx(*OLD_CV.splitlines(), header="Nadia Lefort"), "cv.docx")
    cv = Cv.objects.get()
    assert answer.url == reverse("cv:draft", args=[cv.pk])
    basics = cv.document["basics"]
    assert (basics["name"], basics["phone"]) == ("Nadia Lefort", "06 12 34 56 78")
    assert cv.document["work"][0]["startDate"] == "2019"
    assert cv.step is None
    assert cv.versions.get().reason == CvVersion.Reason.IMPORTED
    page = browser.get(answer.url).text
    for text in ("Serveuse en salle", "12 rue du Port, Belfort", "06 98 76 54 32", "Relisez"):
        assert text in page, text


def test_each_word_of_the_file_is_in_the_cv_or_waits(browser):
    send(browser, docx(*OLD_CV.splitlines(), header="Nadia Lefort"))
    cv = Cv.objects.get()
    kept = json.dumps(cv.document, ensure_ascii=False) + cv.unplaced
    headings = {"Expériences", "professionnelles", "Langues", "–", "•"}
    for word in set(OLD_CV.split()) - headings:
        assert word.strip("•,") in kept, word


def test_lines_are_placed_one_by_one_and_wait_meanwhile(browser):
    send(browser, docx(*OLD_CV.splitlines(), header="Nadia Lefort"))
    cv = Cv.objects.get()
    address = reverse("cv:draft", args=[cv.pk])
    waiting = cv.unplaced.splitlines()
    assert len(waiting) == 2
    assert "Les ranger" in browser.get(reverse("cv:edit", args=[cv.pk])).text
    browser.post(address, {"line": waiting, "to": ["presentation", ""]})
    cv.refresh_from_db()
    assert cv.document["basics"]["summary"] == "06 98 76 54 32"
    assert cv.unplaced.splitlines() == waiting[1:]
    # Sent again, from a page that was left open: placed once.
    browser.post(address, {"line": waiting, "to": ["presentation", "adresse"]})
    cv.refresh_from_db()
    assert cv.document["basics"]["summary"] == "06 98 76 54 32"
    assert cv.document["basics"]["location"]["address"] == "12 rue du Port, Belfort"
    assert cv.unplaced == ""
    assert "Les ranger" not in browser.get(reverse("cv:edit", args=[cv.pk])).text


def test_who_the_person_is_can_be_placed_when_it_was_not_recognised(browser):
    send(browser, docx("Curriculum vitæ", "Zoé-2 Lefort", "tél. 01-02", "Valdoie"))
    cv = Cv.objects.get()
    lines = cv.unplaced.splitlines()
    wanted = {"Zoé-2 Lefort": "nom", "tél. 01-02": "telephone", "Valdoie": "commune"}
    assert set(wanted) <= set(lines)
    data = {"line": lines, "to": [wanted.get(line, "rien") for line in lines]}
    page = browser.post(reverse("cv:draft", args=[cv.pk]), data, follow=True).text
    cv.refresh_from_db()
    basics = cv.document["basics"]
    assert (basics["name"], basics["phone"]) == ("Zoé-2 Lefort", "tél. 01-02")
    assert basics["location"]["city"] == "Valdoie"
    assert "Votre nom n’a pas été reconnu" not in page


def test_dates_below_a_bullet_begin_another_experience(browser):
    lines = ["Zoé Lefort", "EXPÉRIENCES", "2019 - 2021 Aide-soignante", "- toilettes, et soins à"]
    lines += ["12 personnes en 2020", "2017 - 2018 Plongeuse", "- plonge", "été 2016 Serveuse"]
    send(browser, docx(*lines))
    work = Cv.objects.get().document["work"]
    found = [(entry["position"], entry["startDate"]) for entry in work]
    assert found == [
        ("Aide-soignante", "2019"),
        ("Plongeuse", "2017"),
        ("Serveuse", "2016"),
    ]
    assert work[0]["highlights"] == ["toilettes, et soins à 12 personnes en 2020"]


@pytest.mark.parametrize("title", ["Curriculum vitæ", "CURRICULUM VITAE", "Mon CV", "C.V."])
def test_the_title_of_an_old_cv_is_nobodys_name(browser, title):
    send(
        browser, docx(title, "ZOÉ DE LA VILLE-AUX-BOIS", "06 12 34 56 78", "FORMATIONS", "2018 CAP")
    )
    cv = Cv.objects.get()
    assert cv.document["basics"]["name"] == "ZOÉ DE LA VILLE-AUX-BOIS"
    assert cv.unplaced == ""


def test_a_name_beside_the_title_of_an_old_cv_is_read(browser):
    send(browser, docx("CV : Cvetana Durand", "06 12 34 56 78"))
    assert Cv.objects.get().document["basics"]["name"] == "Cvetana Durand"


def test_an_import_is_undone_as_a_whole(browser, nadia):
    """It is said before what goes; what was written since too, and again what came meanwhile."""
    other = create_cv(owner=nadia, title="À moi", document={})
    browser.post(reverse("cv:import"), {"paste": "1", "text": OLD_CV})
    cv = nadia.cvs.exclude(pk=other.pk).get()
    address = reverse("cv:undo_import", args=[cv.pk])
    for screen in ("cv:draft", "cv:edit", "cv:preview"):
        assert address in browser.get(reverse(screen, args=[cv.pk])).text
    page = browser.get(address).text
    assert "depuis partirait" not in page
    assert "avec les lignes qui attendent une place" in page
    form = {"version": cv.version}

    # Meanwhile, in another window.
    entry = cv.document["work"][0]["x-declic"]["id"]
    name = f"work:{entry}.position"
    base = json.dumps({name: cv.document["work"][0].get("position", "")})
    typed = {name: "Cheffe de rang", "base": base, "next": "1"}
    browser.post(reverse("cv:step", args=[cv.pk, 3]), typed)
    # What the form of the look shows and nobody chose is no answer.
    look = {"x-declic.template": "simple", "x-declic.language": "fr", "base": "{}", "save": "1"}
    browser.post(reverse("cv:edit", args=[cv.pk]), look)
    answer = browser.post(address, form)
    assert answer.status_code == 422
    assert "vient de changer" in answer.text
    assert "Mes expériences&nbsp;: 1\u00a0réponse" in answer.text
    assert "aspect de mon CV" not in answer.text
    assert nadia.cvs.kept().count() == 2

    cv.refresh_from_db()
    cv.shares.create(token_hash="x", expires_at=timezone.now() + timedelta(days=7))
    assert "1\u00a0lien de partage s’arrête" in browser.get(address).text
    page = browser.post(address, {"version": cv.version}, follow=True).text
    assert nadia.cvs.kept().get() == other
    assert "est supprimé" in page
    back = browser.post(reverse("cv:undelete", args=[cv.pk]), follow=True).text
    assert "est revenu" in back
    cv.refresh_from_db()
    assert cv.document["work"][0]["position"] == "Cheffe de rang"


def test_what_was_not_imported_has_no_import_to_undo(browser, nadia):
    cv = create_cv(owner=nadia, title="À moi", document={})
    address = reverse("cv:undo_import", args=[cv.pk])
    assert address not in browser.get(reverse("cv:edit", args=[cv.pk])).text
    assert browser.get(address).status_code == 404
    assert browser.post(address, {"version": cv.version}).status_code == 404
    assert nadia.cvs.kept().exists()
    theirs = import_cv(owner=person_with(LevelName.CANDIDATE), draft=read_text(OLD_CV))
    assert browser.post(reverse("cv:undo_import", args=[theirs.pk])).status_code == 404


def test_nothing_chosen_changes_nothing_and_says_so(browser):
    send(browser, docx(*OLD_CV.splitlines()))
    cv = Cv.objects.get()
    lines = cv.unplaced.splitlines()
    data = {"line": lines, "to": ["" for _ in lines]}
    page = browser.post(reverse("cv:draft", args=[cv.pk]), data, follow=True).text
    assert "Choisissez où va au moins une ligne." in page
    cv.refresh_from_db()
    assert cv.unplaced.splitlines() == lines


def test_lines_that_wait_are_not_printed(nadia):
    cv = import_cv(owner=nadia, draft=read_text("Nadia Lefort\n12 rue du Secret"))
    assert "Secret" in cv.unplaced
    printed = extract_text(pdf_of(cv, timezone.localdate()))
    assert "Nadia Lefort" in printed
    assert "Secret" not in printed


def test_who_helps_may_place_lines_too(nadia):
    cv = import_cv(owner=nadia, draft=read_text("Nadia Lefort\n12 rue du Port"))
    adviser = person_with(LevelName.ADVISER)
    CvHelper.objects.create(cv=cv, user=adviser)
    place_lines(cv=cv, user=adviser, choices=[("12 rue du Port", "adresse")])
    cv.refresh_from_db()
    assert cv.document["basics"]["location"] == {"address": "12 rue du Port"}
    assert cv.versions.first().author == adviser


def test_a_text_that_is_pasted_is_read(browser):
    browser.post(reverse("cv:import"), {"paste": "1", "text": f"Nadia Lefort\n{OLD_CV}"})
    assert Cv.objects.get().document["basics"]["name"] == "Nadia Lefort"


def test_json_that_is_pasted_is_read(browser):
    text = '{"basics": {"name": "Nadia"}, "x-mine": [1]}'
    answer = browser.post(reverse("cv:import"), {"paste": "1", "text": text})
    cv = Cv.objects.get()
    assert answer.url == reverse("cv:edit", args=[cv.pk])
    assert cv.document["x-mine"] == [1]


WORD = docx("a")
UNREADABLE = {
    "scan": (pdf(), "Aucun texte"),
    "locked": (
        pdf(text="a", encryption=pikepdf.Encryption(owner="a", user="b")),
        "mot de passe",
    ),
    "corrupt": (b"%PDF-1.7\n1 0 obj <<", "abîmé"),
    "bomb": (repacked(WORD, **{"word/media/a.xml": b" " * 70_000_000}), "trop de travail"),
    "macros": (repacked(WORD, **{"word/vbaProject.bin": b"x"}), ".docm"),
    "macro type": (
        repacked(WORD, **{"[Content_Types].xml": b"application/x.macroEnabled.main+xml"}),
        ".docm",
    ),
    "no text": (docx(), "Aucun texte"),
}
BAD_FILES = {
    "empty": (b"", "Ce fichier est vide"),
    "photo": (b"\xff\xd8\xff" + b"\x00" * 500, "ni un document Word"),
    "6 MB": (b"%PDF-1.7" + b"a" * 6_000_000, "5\u00a0Mo"),
    "JSON that is cut": (b'{"basics": {"name": "Nadia"', "erreur à la ligne 1"),
    "other JSON": ({"name": "left-pad", "version": "1.0"}, "pas un CV au format JSON Resume"),
    "a list": ([1, 2], "un objet, entre accolades"),
    "twice": (b'{"work": [], "work": []}', "«\u00a0work\u00a0» est écrit deux fois"),
    "infinite": (b'{"basics": {"name": "A"}, "x": 1e999}', "démesuré"),
    "deep": (b'{"basics": ' + b"[" * 200 + b"]" * 200 + b"}", "trop profondément"),
    "very deep": (b'{"basics": ' + b"[" * 200_000, "trop profondément"),
    "not UTF-8": (b'{"basics": {"name": "\xe9"}}', "UTF-8"),
    "two million": ({"basics": {"summary": "a" * 2_000_000}}, "1\u00a0Mo"),
    "too long": ({"basics": {"summary": "a" * 600_000}}, "trop long"),
    "201 jobs": ({"work": [{"name": "a"}] * 201}, "200 au plus"),
    "extension of a wrong type": (
        {"basics": {"name": "A"}, "x-declic": {"photo": "oui"}},
        "vrai ou faux",
    ),
    "extension of an entry": ({"work": [{"x-declic": "a"}]}, "Expériences 1"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_the_worker_cannot_read_is_told_on_its_page(browser, name):
    data, said = UNREADABLE[name]
    answer = send(browser, data)
    assert said in answer.text.split("Votre CV n’a pas pu être lu")[2]
    assert not Cv.objects.exists()


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_cannot_be_read_is_told_at_its_place(browser, name):
    data, said = BAD_FILES[name]
    answer = send(browser, data)
    assert answer.status_code == 422
    assert said in answer.text.split('id="file-notes"')[1].split("<details")[0]
    assert not Cv.objects.exists()


def test_what_is_wrong_in_json_is_told_with_its_place(browser):
    document = {"work": "Serveuse", "education": [{"startDate": "l’an dernier"}]}
    page = send(browser, document).text
    assert "<li>Expériences\u00a0: il faut une liste" in page
    assert "<li>Formations 1, date de début\u00a0: " in page
    assert page.count("Expériences\u00a0: il faut une liste") == 1


def test_no_file_and_no_text_are_told(browser):
    assert "Choisissez d’abord un fichier" in browser.post(reverse("cv:import")).text
    answer = browser.post(reverse("cv:import"), {"paste": "1", "text": "  "})
    assert "Il n’y a rien à lire" in answer.text.split('id="text-notes"')[1]


def test_what_was_pasted_stays_when_it_is_refused(browser):
    answer = browser.post(reverse("cv:import"), {"paste": "1", "text": '{"mine": "of gold"'})
    assert "of gold" in answer.text


def test_the_twenty_first_is_refused_with_what_to_do(browser, nadia):
    for _ in range(MAX_CVS):
        create_cv(owner=nadia, title="CV", document={})
    answer = send(browser, {"basics": {"name": "Nadia"}})
    assert "Supprimez-en un" in answer.text
    assert nadia.cvs.count() == MAX_CVS


def test_the_end_of_two_hundred_pages_is_said_not_to_be_read(browser):
    send(browser, pdf(pages=200, text="Nadia Lefort"))
    assert "la fin n’a pas été lue" in Cv.objects.get().import_notes


def test_an_old_word_document_is_not_said_to_be_locked():
    with pytest.raises(FileError) as caught:
        read_file(b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"))
    assert caught.value.reason is Unreadable.OLD_WORD


def test_what_no_column_can_hold_is_taken_out(browser):
    send(browser, b'{"basics": {"name": "Na\\u0000dia \\ud83d"}, "x\\u0000y": "\\u0000"}')
    document = Cv.objects.get().document
    assert document["basics"]["name"] == "Nadia \ufffd"
    assert document["xy"] == ""


def test_names_of_entries_that_are_ours_and_wrong_are_made_again(browser):
    work = [{"name": "A", "x-declic": {"id": name}} for name in ("a1", "a1", "Pas un nom <b>")]
    send(browser, {"work": work})
    cv = Cv.objects.get()
    names = [entry["x-declic"]["id"] for entry in cv.document["work"]]
    assert len(set(names)) == 3
    assert all(name.isalnum() for name in names)
    assert browser.get(reverse("cv:edit", args=[cv.pk])).status_code == 200


def test_a_link_that_is_a_program_is_no_link_anywhere(browser):
    bad = "javascript:alert(1)"
    document = {
        "basics": {
            "name": "Nadia",
            "url": bad,
            "profiles": [{"network": "X", "url": bad}],
            "email": f"{bad}@a.fr",
        },
        "work": [{"name": "A", "position": "B", "url": bad}],
        "certificates": [{"name": "C", "url": bad}],
        "volunteer": [{"organization": "D", "url": bad}],
    }
    send(browser, document)
    cv = Cv.objects.get()
    with pikepdf.open(BytesIO(browser.get(reverse("cv:pdf", args=[cv.pk])).content)) as file:
        uris = [str(note.A.URI) for page in file.pages for note in page.get("/Annots", [])]
    assert not [uri for uri in uris if uri.startswith("javascript")]
    word = Document(BytesIO(browser.get(reverse("cv:file", args=[cv.pk, "docx"])).content))
    targets = [relation.target_ref for relation in word.part.rels.values()]
    assert not [target for target in targets if target.startswith("javascript")]
    for name in ("cv:edit", "cv:preview"):
        assert f'href="{bad}' not in browser.get(reverse(name, args=[cv.pk])).text


GOOD = {
    "dates that cross": {"work": [{"name": "A", "startDate": "2022", "endDate": "2020"}]},
    "long words": {"basics": {"name": "A" * 60, "summary": "b" * 60}},
    "emoji": {"basics": {"name": "Nadia 👩🏽‍🍳", "label": "🧹"}},
    "right to left": {"basics": {"name": "محمد علي"}, "work": [{"position": "שלום"}]},
    "200 entries": {"work": [{"position": f"Poste {n}", "startDate": "2019"} for n in range(200)]},
    "huge number": {"basics": {"name": "A"}, "mine": int("9" * 4000)},
}


@pytest.mark.parametrize("name", GOOD)
def test_what_is_odd_comes_in_is_edited_and_printed(browser, name):
    send(browser, GOOD[name])
    cv = Cv.objects.get()
    assert browser.get(reverse("cv:edit", args=[cv.pk])).status_code == 200
    with pikepdf.open(BytesIO(browser.get(reverse("cv:pdf", args=[cv.pk])).content)) as file:
        assert len(file.pages) >= 1
    for kind in ("docx", "txt", "json"):
        assert browser.get(reverse("cv:file", args=[cv.pk, kind])).status_code == 200, kind


def test_dates_that_cross_are_told_in_the_editor(browser):
    send(browser, GOOD["dates that cross"])
    page = browser.get(reverse("cv:edit", args=[Cv.objects.get().pk])).text
    assert "La date de fin (" in page
    assert ") vient avant la date de début (" in page


@pytest.mark.parametrize("number", ["1e308", "1e-308", "-1e16"])
def test_numbers_that_the_column_writes_longer_are_counted_as_it_does(browser, number):
    """PostgreSQL writes 1e308 with 309 digits: its own limit answered, with an error page."""
    few = 20_000 if number == "-1e16" else 2000
    work = '{"work": [{"name": "x", "notes": [%s]}]}'
    answer = send(browser, (work % ",".join([number] * few * 2)).encode())
    assert answer.status_code == 422
    assert "trop long" in answer.text
    assert not Cv.objects.exists()
    assert send(browser, (work % number).encode()).status_code == 302
