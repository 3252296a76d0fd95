"""Word documents of the corpus: whatever program wrote the package, the same CV is read."""

import pytest

from portal.cv.exchange import read_file
from portal.cv.exchange.files import FileError, Unreadable
from tests.portal.cv.corpus.words import CV, READ, Package, paragraph, run

_HEADER = ("header", "header1.xml", "")
_FOOTER = ("footer", "footer1.xml", "")
_NUMBER = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("2")
)


def _section(kind: str, number: int = 1) -> str:
    reference = f'<w:{kind}Reference w:type="default" r:id="rId{number}"/>'
    return f"<w:sectPr>{reference}</w:sectPr>"


PACKAGES = {
    "usual": Package(),
    "word online": Package(main="word/document2.xml"),
    "main part elsewhere": Package(main="doc/main.xml"),
    "main part from the root": Package(root_target="/word/document.xml"),
    "names in capitals": Package(root_target="Word/Document.xml"),
    "relation of the package that leads nowhere": Package(root_target="word/none.xml"),
    "strict": Package(strict=True),
    "strict of word online": Package(strict=True, main="word/document2.xml"),
    "template": Package(kind="template.main"),
    "relation to NULL": Package(relations=(("image", "../NULL", ""), ("image", "NULL", ""))),
    "relation to an anchor": Package(relations=(("hyperlink", "#_top", ""),)),
    "relation to a lost picture": Package(relations=(("image", "media/image1.png", ""),)),
    "relation without a target": Package(relations=(("image", "", ""),)),
    "relation to the web": Package(
        relations=(("hyperlink", "https://exemple.fr/a b", "External"),)
    ),
    "lost header": Package(relations=(_HEADER,), section=_section("header")),
    "lost styles": Package(relations=(("styles", "styles.xml", ""),)),
    "hidden text": Package(lines=(*CV, run("Mots-clés cachés", "<w:vanish/>"))),
    "hidden by its style": Package(
        lines=(*CV, run("Mots-clés cachés", '<w:rStyle w:val="Cache"/>')),
        relations=(("styles", "styles.xml", ""),),
        parts={
            "word/styles.xml": 'styles|<w:style w:type="character" w:styleId="Cache">'
            "<w:rPr><w:vanish/></w:rPr></w:style>"
        },
    ),
    "not hidden after all": Package(lines=(*CV[:-1], run(CV[-1], '<w:vanish w:val="0"/>'))),
    "taken out of a list": Package(
        lines=tuple(
            f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr></w:pPr>{run(line)}'
            for line in CV
        )
    ),
    "tabs that know their place": Package(
        lines=(
            *CV[:4],
            run("Serveuse") + '<w:r><w:ptab w:alignment="right"/></w:r>' + run("2019 – 2021"),
            *CV[6:],
        )
    ),
    "page number in the footer": Package(
        relations=(_FOOTER,),
        section=_section("footer"),
        parts={"word/footer1.xml": f"ftr|{paragraph(_NUMBER)}{paragraph('Page 1 sur 2')}"},
    ),
    "name in two headers": Package(
        lines=CV[1:],
        relations=(_HEADER, ("header", "header2.xml", "")),
        section=_section("header") + _section("header", 2),
        parts={
            "word/header1.xml": f"hdr|{paragraph('Nadia Lefort')}",
            "word/header2.xml": f"hdr|{paragraph('Nadia Lefort')}",
        },
    ),
}


@pytest.mark.parametrize("name", PACKAGES)
def test_a_word_document_is_read_whatever_wrote_it(name: str) -> None:
    draft = read_file(PACKAGES[name].data())
    assert draft.document == READ
    assert draft.unplaced == ()


@pytest.mark.parametrize(
    ("package", "reason"),
    [
        (Package(kind="document.macroEnabled.main"), Unreadable.MACROS),
        (Package(lines=("<w:r><w:t>&nothing;</w:t></w:r>",)), Unreadable.BROKEN),
    ],
)
def test_what_is_not_opened_says_why(package: Package, reason: Unreadable) -> None:
    with pytest.raises(FileError) as refused:
        read_file(package.data())
    assert refused.value.reason == reason
