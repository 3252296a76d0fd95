"""A CV in any letters: what no font of ours has is left out, and the person is told."""

import unicodedata
from itertools import cycle
from time import perf_counter

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.cv.editor.review import review
from portal.cv.exchange import as_docx, as_text
from portal.cv.models import Cv
from portal.cv.pdf import render
from portal.cv.resume import Resume, Template, parse
from portal.cv.resume.codec import rewritten
from snippets.pdf_fonts import substituted, unwritable, writable
from tests.portal.cv.documents import PEOPLE
from tests.portal.cv.printed import TODAY, VARIANTS, check, tool
from tests.sizes import at_size

UNPRINTABLE = {
    "georgian": "ნინო ბერიძე",
    "chinese": "王小明",
    "emoji": "👩‍🍳",
    "zero width": "\u200b",
    "control": "\x00\x07\x1f",
    "mark alone": "\u0301",
    "half": "\ud83d",
    "noncharacter": "\ufffe\ufdd0",
    "private": "\ue000",
    "soft hyphen": "\u00ad",
    "initials": "ნ. ბ.",
}


def _shown(pdf: bytes, tmp_path) -> str:
    (tmp_path / "cv.pdf").write_bytes(pdf)
    return tool("pdftotext", str(tmp_path / "cv.pdf"), "-").replace("\u00a0", " ")


@pytest.mark.parametrize("name", UNPRINTABLE.values(), ids=UNPRINTABLE)
@pytest.mark.parametrize("template", Template)
def test_a_name_that_no_font_has_still_makes_a_pdf(name: str, template: Template, tmp_path) -> None:
    document = {
        "basics": {"name": name, "label": "Cuisinière", "email": "nino@exemple.fr"},
        "work": [{"position": "Commis", "name": name, "highlights": [name, "Service"]}],
        "skills": [{"name": name, "keywords": [name]}, {"name": "Pâtisserie"}],
        "languages": [{"language": name, "fluency": "courant"}],
    }
    pdf = render(parse(document), template=template, today=TODAY)
    check(pdf)
    text = _shown(pdf, tmp_path)
    assert "Curriculum vitæ" in text
    assert all(word in text for word in ("nino@exemple.fr", "Commis", "Service", "Pâtisserie"))
    assert "Langues" not in text  # a heading with nothing under it


_NASTY = st.sampled_from([*UNPRINTABLE.values(), "محمد", "(王)", "e\u0301", " ", "\n", "\u2028"])
_ANY = st.text(st.characters(), max_size=12)
_TEXTS = st.lists(st.one_of(_NASTY, _ANY, st.just("Ana")), min_size=1, max_size=7)


def _filled(texts: list[str]) -> Resume:
    """A CV of every kind of field, in each of them one of the texts."""
    source = cycle(texts)
    return rewritten(parse(PEOPLE["infirmiere"]), lambda *_: next(source))


@settings(max_examples=at_size(3, 8))
@given(_TEXTS)
def test_any_text_in_any_field_makes_a_sound_file_of_each_kind(texts: list[str]) -> None:
    resume = _filled(texts)
    for template, anonymous in VARIANTS:
        check(render(resume, template=template, anonymous=anonymous, today=TODAY))
    as_docx(resume, today=TODAY)
    as_text(resume, today=TODAY).encode()


@given(st.text(st.characters()))
def test_each_sign_of_a_text_is_written_or_named(text: str) -> None:
    named = "".join(unwritable(text)) + "".join(substituted(text))
    written = writable(text)
    for sign in unicodedata.normalize("NFC", text):
        if unicodedata.category(sign)[0] not in "LNPS" or sign == "\u2800":
            continue
        plain = unicodedata.normalize("NFKD", sign)
        if not named:
            assert sign in written or any(part in written for part in plain), sign
        elif unicodedata.category(sign)[0] in "LN":
            assert sign in written + named or any(part in written for part in plain), sign


@pytest.mark.parametrize(
    "many", [" ", "🎉", "(🎉", "🎉 ", " \u00a0", "🎉,", "(.", ":", "\u00a0:🎉x"]
)
def test_a_long_text_is_written_at_once(many: str) -> None:
    start = perf_counter()
    writable(f"{many * 10_000}x 王 y")
    assert perf_counter() - start < 1


@pytest.mark.parametrize("typed", ["🎉", "\u200b", "\u00ad\u2060", "(🎉)", "\u2800"])
def test_a_level_that_says_nothing_leaves_no_colon(typed: str, tmp_path) -> None:
    resume = parse(
        {
            "basics": {"name": "Ana", "profiles": [{"network": "Forum", "username": typed}]},
            "languages": [{"language": "Anglais", "fluency": typed}],
            "skills": [{"name": "Caisse", "level": typed}, {"name": typed, "keywords": ["Vente"]}],
            "interests": [{"name": "Chant", "keywords": [typed]}],
            "education": [{"area": "CAP", "score": typed}],
            "work": [{"position": "Commis", "highlights": [typed, f"Service : {typed}"]}],
        }
    )
    text = _shown(render(resume, today=TODAY), tmp_path)
    assert "Anglais" in text
    assert "()" not in text
    assert not [line for line in text.splitlines() if line.rstrip().endswith(("Anglais :", "("))]
    assert "Résultat" not in text
    assert not [line for line in text.splitlines() if line.lstrip().startswith(":")]


def test_signs_are_printed_and_copied_as_they_were_typed(tmp_path) -> None:
    signs = "★★★★☆ ●●○ → ✓ ✔ ☐ ♥ ① ☎ ✉ ▰▱"
    document = {"basics": {"name": "Ana", "summary": f"De 10 → 25 chambres\n{signs}"}}
    document["languages"] = [{"language": "Anglais", "fluency": "★★★★☆"}]
    for template in Template:
        pdf = render(parse(document), template=template, today=TODAY)
        check(pdf)
        text = _shown(pdf, tmp_path)
        for said in ("De 10 → 25 chambres", "Anglais : ★★★★☆", *signs.split()):
            assert said in text


def test_an_address_has_no_sign_in_place_of_another(tmp_path) -> None:
    basics = {"name": "Ana", "email": "a✅@exemple.fr", "url": "https://exemple.fr/✅"}
    text = _shown(render(parse({"basics": basics}), today=TODAY), tmp_path)
    assert "@exemple.fr" not in text
    assert "exemple.fr/%E2%9C%85" in text


def test_the_person_is_told_which_signs_are_printed_otherwise() -> None:
    cv = Cv(document={"basics": {"name": "Ana", "summary": "Service ⇒ ✅ 🎉"}})
    told = [remark.text.replace("\u00a0", " ") for remark in review(cv, TODAY)]
    assert "Ces signes seront imprimés autrement : ⇒ (→), ✅ (✔)." in told
    assert any("ces signes : 🎉. Le reste" in text for text in told)


@given(st.text(st.characters()))
def test_what_is_written_needs_nothing_more(text: str) -> None:
    written = writable(text)
    assert unwritable(written) == []
    assert writable(written) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Nino (ნინო) Beridze", "Nino Beridze"),
        ("Wang / 王", "Wang"),
        ("Wang 王 Xiaoming", "Wang Xiaoming"),
        ("Le\u0301a\u200b", "Léa"),
        ("ﬁche Ｆ", "fiche F"),
        ("- 王\n- Ana", "\n- Ana"),
        ("C++ (C#)", "C++ (C#)"),
        ("محمد 🎉", "محمد"),
        ("★★★★☆", "★★★★☆"),
        ("De 10 → 25 chambres", "De 10 → 25 chambres"),
        ("●●○ ✓ ☐ ♥ ① ½ −", "●●○ ✓ ☐ ♥ ① ½ −"),
        ("A ⇒ B ✅ 📞 █ 🟢", "A → B ✔ ☎ ■ ●"),
        ("🇫🇷 Français", "FR Français"),
        ("Anglais : 🎉", "Anglais"),
        ("Anglais : (🎉)", "Anglais"),
        ("Anglais : 王, Français : B1", "Anglais, Français : B1"),
        ("Anglais, 王, Français", "Anglais, Français"),
        ("王 : Ana", "Ana"),
        ("Niveau (★🎉)", "Niveau (★)"),
        # What the person typed beside it stays.
        ("Tâches :\n🎉 calcul de f()", "Tâches :\ncalcul de f()"),
        # Unshaped, it would be wrong.
        ("हिन्दी (hindi)", "(hindi)"),
        ("မြန်မာ", ""),
        ("★🎉", "★"),
        ("Ana\u2800", "Ana "),
    ],
)
def test_the_rest_of_a_text_stays(text: str, written: str) -> None:
    assert writable(text) == written


def test_an_address_is_printed_whole_or_not_at_all(tmp_path) -> None:
    basics = {
        "name": "Wang Xiaoming",
        "email": "王@exemple.fr",
        "url": "https://exemple.fr/王",
        "profiles": [{"network": "WeChat", "username": "王"}],
    }
    text = _shown(render(parse({"basics": basics}), today=TODAY), tmp_path)
    assert "@exemple.fr" not in text
    assert "WeChat" not in text
    assert "exemple.fr/%E7%8E%8B" in text


def test_other_formats_keep_every_letter(tmp_path) -> None:
    resume = parse({"basics": {"name": "王小明"}, "skills": [{"name": "ქართული"}]})
    file = tmp_path / "cv.docx"
    file.write_bytes(as_docx(resume, today=TODAY))
    said = "\n".join(paragraph.text for paragraph in Document(str(file)).paragraphs)
    for text in (said, as_text(resume, today=TODAY)):
        assert "王小明" in text
        assert "ქართული" in text


@pytest.mark.parametrize(
    ("field", "typed", "said", "is_error"),
    [
        ("name", "ნინო", "ces signes : ნ, ი, ო. Votre CV paraîtra sans cette réponse.", True),
        ("email", "王@exemple.fr", "ces signes : 王. Votre CV paraîtra sans", True),
        ("name", "Wang (王)", "ces signes : 王. Le reste sera imprimé sans eux.", False),
        ("summary", "Bonjour 🎉", "ces signes : 🎉. Le reste sera imprimé sans eux.", False),
        ("summary", "हिन्दी et hindi", "ces signes : ह, ि, न, द, ी. Le reste", False),
        ("summary", "x\u20d7 = 1", "ces signes : x\u20d7. Le reste", False),
        ("summary", "აბგდევზთ", "ა, ბ, გ, დ, ე et d’autres. Votre CV", True),
    ],
)
def test_the_person_is_told_which_letters_are_lost(
    field: str, typed: str, said: str, is_error: bool
) -> None:
    cv = Cv(document={"basics": {"name": "Ana", field: typed}})
    told = [remark for remark in review(cv, TODAY) if "imprimer" in remark.text]
    assert [remark.is_error for remark in told] == [is_error]
    assert said in told[0].text.replace("\u00a0", " ")
    assert told[0].place


@pytest.mark.parametrize(
    "typed", ["Zoé Ñuñez", "Łukasiewicz", "Nguyễn", "Жанна", "محمد", "½ œ", "★★☆ → ✓ ●○ ☎ ♥"]
)
def test_nothing_is_said_of_letters_that_are_printed(typed: str) -> None:
    cv = Cv(document={"basics": {"name": typed, "summary": typed}})
    assert not [remark for remark in review(cv, TODAY) if "imprimer" in remark.text]
