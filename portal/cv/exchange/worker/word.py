"""Lines of a DOCX: of its XML, for programs write packages that python-docx refuses to open.

Names of elements, attributes and relations are compared without their namespace: those of strict
Office Open XML are others.
"""

import posixpath
import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import count
from typing import Any

from lxml import etree

from .bounds import MAX_LINES, Found, page_number, pieces

MAX_PARAGRAPHS = 10_000
# What a DOCX may hold once it is unpacked: its texts (XML), then everything, pictures included.
MAX_XML = 8_000_000
MAX_UNZIPPED = 40_000_000
MAIN = "word/document.xml"
TEXT_ZONE = 0
USUAL_SIZE = 11.0
MAX_STYLES = 20  # that are made from each other
SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": "• "}
UNSAID = ("pPr", "rPr", "txbxContent", "Fallback", "del", "moveFrom", "instrText", "delText")
# No entity, no network: the file is anybody's.
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)


def read_docx(data: bytes) -> Found:
    """Paragraphs in order: those of tables, text boxes, page headers and footers included."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            texts = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
            if _unpacked(parts) > MAX_UNZIPPED or _unpacked(texts) > MAX_XML:
                return "heavy"
            if any(part.flag_bits & 1 for part in parts):
                return "password"
            package = _Package(archive)
            if (main := package.main()) is None:
                return _other(archive, archive.namelist())
            if package.has_macros():
                return "macros"
            return _read(package, main)
    except zipfile.BadZipFile:
        return "broken"


class _Package:
    """The parts of a DOCX, found by their relations; one that leads nowhere is passed over."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = {name.lower(): name for name in archive.namelist()}

    def xml(self, name: str) -> Any:
        """The root of a part, None when it is no XML."""
        try:
            return etree.fromstring(self.archive.read(name), _PARSER)
        except etree.XMLSyntaxError:
            return None

    def main(self) -> str | None:
        """The part that holds the text: Word Online's is not always called `document.xml`."""
        targets = [
            target for kind, target in self.relations("").values() if kind == "officeDocument"
        ]
        for name in (*targets, MAIN):
            if name.lower() in self.names and _name_or_none(self.xml(name)) == "document":
                return self.names[name.lower()]
        return None

    def has_macros(self) -> bool:
        """Whether it says so, or has a project of them."""
        types = self.names.get("[content_types].xml")
        said = types is not None and b"macroEnabled" in self.archive.read(types)
        return said or any(name.endswith("vbaproject.bin") for name in self.names)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Kind and target of what a part is tied to and the file has; "" is the whole package."""
        folder, file = posixpath.split(part)
        name = self.names.get(posixpath.join(folder, "_rels", f"{file}.rels").lower())
        root = self.xml(name) if name else None
        found = {}
        for relation in root if root is not None else ():
            target = relation.get("Target") or ""
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            if relation.get("TargetMode") != "External" and path.lower() in self.names:
                kind = (relation.get("Type") or "").rpartition("/")[2]
                found[relation.get("Id") or ""] = (kind, self.names[path.lower()])
        return found


def _read(package: _Package, main: str) -> Found:
    relations = package.relations(main)
    styles = next((name for kind, name in relations.values() if kind == "styles"), None)
    looks = _Looks(package.xml(styles) if styles else None)
    lines: list[list[object]] = []
    boxes, seen = count(1), count(1)
    for zone, root in _roots(package, package.xml(main), relations):
        for paragraph, inside in _paragraphs(root, zone, boxes):
            if len(lines) > MAX_LINES or next(seen) > MAX_PARAGRAPHS:
                return {"lines": lines, "pages": 1, "columns": 0, "cut": True}
            item, size = looks.of(paragraph)
            for part in "".join(_texts(paragraph, looks)).split("\n"):
                text = part.strip()
                if zone >= TEXT_ZONE or page_number(text) is None:
                    lines += [[piece, item, inside, size] for piece in pieces(text)]
    return {"lines": lines, "pages": 1, "columns": 0, "cut": False}


def _unpacked(parts: list[zipfile.ZipInfo]) -> int:
    """Bytes that the archive says; it gives no more than it says."""
    return sum(part.file_size for part in parts)


def _other(archive: zipfile.ZipFile, names: list[str]) -> str:
    """What a file in the same container as Word's is."""
    if "mimetype" in names and b"opendocument" in archive.read("mimetype"):
        return "writer"
    if MAIN in names:
        return "broken"
    return "pages" if any(name.endswith(".iwa") for name in names) else "no_docx"


def _roots(
    package: _Package, document: Any, relations: dict[str, tuple[str, str]]
) -> list[tuple[int, Any]]:
    """Headers, where many write their name and address; the text; footers. Each is a zone.

    What several say in the same words is read once.
    """
    around: dict[str, list[Any]] = {"headerReference": [], "footerReference": []}
    said: set[tuple[str, str]] = set()
    references = [
        reference
        for section in document.iter("{*}sectPr")
        for kind in ("first", "default")
        for reference in section
        if _name(reference) in around and (_attribute(reference, "type") or "default") == kind
    ]
    for reference in references:
        _, part = relations.get(_attribute(reference, "id"), ("", ""))
        root = package.xml(part) if part else None
        if root is None:
            continue
        words = "".join("".join(root.itertext("{*}t")).split())
        if (_name(reference), words) not in said:
            said.add((_name(reference), words))
            around[_name(reference)].append(root)
    above, below = around.values()
    zones = [(-number, root) for number, root in enumerate([*above, *below], start=1)]
    return [*zones[: len(above)], (TEXT_ZONE, document), *zones[len(above) :]]


def _paragraphs(element: Any, zone: int, boxes: Iterator[int]) -> Iterator[tuple[Any, int]]:
    """Paragraphs as they follow each other, those of a text box below the one that holds it.

    A text box is a zone, and is there twice: for Word as it is, for older ones in `Fallback`.
    """
    for child in element:
        name = _name(child)
        if name == "p":
            yield child, zone
        if name == "txbxContent":
            yield from _paragraphs(child, next(boxes), boxes)
        elif name == "AlternateContent":
            copies = sorted(child, key=lambda copy: _name(copy) != "Choice")
            for copy in copies[:1]:
                yield from _paragraphs(copy, zone, boxes)
        else:
            yield from _paragraphs(child, zone, boxes)


def _texts(element: Any, looks: "_Looks") -> Iterator[str]:
    """What a paragraph says, content controls included.

    Neither its text boxes, nor what is deleted or hidden: its person does not see it.
    """
    for child in element:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in SIGNS:
            yield SIGNS[name]
        elif name not in UNSAID and not (name == "r" and looks.hides(child)):
            yield from _texts(child, looks)


class _Looks:
    """How paragraphs look, as they say or as their style does; a style is looked up once."""

    def __init__(self, styles: Any) -> None:
        found = [] if styles is None else list(styles.iter("{*}style"))
        self.styles = {_attribute(style, "styleId"): style for style in found}
        self.usual = next(
            (
                _attribute(style, "styleId")
                for style in found
                if _attribute(style, "type") == "paragraph"
                and _attribute(style, "default") in ("1", "true", "on")
            ),
            "",
        )
        self.known: dict[str, tuple[bool, float]] = {}

    def of(self, paragraph: Any) -> tuple[bool, float]:
        """Whether it is an item of a list, and the size of its largest letters."""
        style = _value(paragraph, "pPr", "pStyle") or self.usual
        if style not in self.known:
            self.known[style] = self._of_style(style)
        item, usual = self.known[style]
        if (numbering := paragraph.find("{*}pPr/{*}numPr")) is not None:
            item = _value(numbering, "numId") != "0"  # list 0 takes it out of any list
        sizes = [
            _points(size)
            for run in paragraph.iter("{*}r")
            if run.find("{*}t") is not None and (size := _value(run, "rPr", "sz")) is not None
        ]
        return item, max(sizes, default=usual)

    def hides(self, run: Any) -> bool:
        """Whether a run, or its style, is hidden text."""
        said = run.find("{*}rPr/{*}vanish")
        key = _value(run, "rPr", "rStyle")
        if said is None and key in self.styles:
            said = self.styles[key].find("{*}rPr/{*}vanish")
        return said is not None and _attribute(said, "val") not in ("0", "false", "off")

    def _of_style(self, key: str) -> tuple[bool, float]:
        """The same, of a style; those that it is made from say what it does not."""
        style = self.styles.get(key)
        item = (_value(style, "name") or "").lower().startswith("list")
        for _ in range(MAX_STYLES):
            if style is None:
                break
            if (size := _value(style, "rPr", "sz")) is not None:
                return item, _points(size)
            style = self.styles.get(_value(style, "basedOn") or "")
        return item, USUAL_SIZE


def _points(half: str) -> float:
    try:
        return float(half) / 2
    except ValueError:
        return USUAL_SIZE


def _value(element: Any, *path: str) -> str | None:
    """The `val` of what stands at a path below an element, None when nothing does."""
    steps = "/".join(f"{{*}}{step}" for step in path)
    found = element.find(steps) if element is not None else None
    return None if found is None else _attribute(found, "val")


def _attribute(element: Any, name: str) -> str:
    return next((str(v) for k, v in element.items() if k.rpartition("}")[2] == name), "")


def _name_or_none(element: Any) -> str | None:
    return None if element is None else _name(element)


def _name(element: Any) -> str:
    """The name of an element, without its namespace; "" for a processing instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
