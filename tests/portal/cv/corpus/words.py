"""Packages of Office Open XML as programs write them, of a few parts."""

import zipfile
from dataclasses import dataclass, field
from io import BytesIO

TRANSITIONAL = "http://schemas.openxmlformats.org"
_SPACES = {
    False: (
        f"{TRANSITIONAL}/wordprocessingml/2006/main",
        f"{TRANSITIONAL}/officeDocument/2006/relationships",
    ),
    True: (
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
}
_PACKAGE = f"{TRANSITIONAL}/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
CV = (
    "Nadia Lefort",
    "Serveuse",
    "nadia@exemple.fr",
    "Expériences",
    "2019 – 2021",
    "Serveuse",
    "Brasserie du Lion",
    "Langues",
    "Français",
)
READ = {
    "basics": {"name": "Nadia Lefort", "label": "Serveuse", "email": "nadia@exemple.fr"},
    "work": [
        {
            "position": "Serveuse",
            "name": "Brasserie du Lion",
            "startDate": "2019",
            "endDate": "2021",
        }
    ],
    "languages": [{"language": "Français"}],
}


def paragraph(held: str) -> str:
    """A paragraph: of text, or of runs."""
    return f"<w:p>{held if held.startswith('<') else run(held)}</w:p>"


def run(text: str, looks: str = "") -> str:
    """A run of text."""
    return f'<w:r>{looks and f"<w:rPr>{looks}</w:rPr>"}<w:t xml:space="preserve">{text}</w:t></w:r>'


@dataclass(frozen=True, kw_only=True)
class Package:
    """A package that says the lines, and what is odd in it.

    `relations`: kind, target and mode of what the main part is tied to. `parts`: others, by name.
    """

    lines: tuple[str, ...] = CV
    main: str = "word/document.xml"
    strict: bool = False
    kind: str = "document.main"
    root_target: str = ""
    relations: tuple[tuple[str, str, str], ...] = ()
    parts: dict[str, str] = field(default_factory=dict)
    section: str = ""

    def data(self) -> bytes:
        """The file."""
        space, ties = _SPACES[self.strict]
        body = "".join(map(paragraph, self.lines))
        spaces = f'xmlns:w="{space}" xmlns:r="{ties}"'
        folder, _, name = self.main.rpartition("/")
        files = {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
            f'<Default Extension="rels" ContentType="application/vnd.rels+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/{self.main}" ContentType="{_TYPE}.{self.kind}+xml"/></Types>',
            "_rels/.rels": self._relations(
                (("officeDocument", self.root_target or self.main, ""),), ties
            ),
            self.main: f"<w:document {spaces}><w:body>{body}{self.section}</w:body></w:document>",
            f"{folder}/_rels/{name}.rels": self._relations(self.relations, ties),
            **{
                part: f"<w:{root} {spaces}>{held}</w:{root}>"
                for part, text in self.parts.items()
                for root, held in [text.split("|", 1)]
            },
        }
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for file, content in files.items():
                archive.writestr(file, content)
        return stream.getvalue()

    def _relations(self, relations: tuple[tuple[str, str, str], ...], ties: str) -> str:
        listed = "".join(
            f'<Relationship Id="rId{number}" Type="{ties}/{kind}" Target="{target}"'
            + (f' TargetMode="{mode}"/>' if mode else "/>")
            for number, (kind, target, mode) in enumerate(relations, start=1)
        )
        return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'
