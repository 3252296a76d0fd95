"""Writes the structure tree into the PDF, with its language, its title and its links."""

import re
import unicodedata
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from portal.cv.pdf.structure import Element, LinkBox, Mark


def tagged(pdf: bytes, root: Element, *, language: str, title: str) -> bytes:
    """The same pages with the tree `root`; empty elements are left out."""
    with Pdf.open(BytesIO(pdf)) as document:
        _Writer(document).write(root)
        _spell_out(document)
        catalogue = document.Root
        catalogue.Lang = String(language)
        catalogue.MarkInfo = Dictionary(Marked=True)
        catalogue.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["dc:title"] = title
            metadata["dc:language"] = {language}
        for key in ("/CreationDate", "/ModDate", "/Author", "/Subject", "/Keywords"):
            if key in document.docinfo:
                del document.docinfo[key]
        stream = BytesIO()
        document.save(
            stream,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
    return stream.getvalue()


def _spell_out(document: Pdf) -> None:
    """Joined Arabic letters read as the letters that people type and search for."""
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
            if "Arabic" not in str(item.get("/BaseFont", "")):
                continue
            stream = item.ToUnicode
            stream.write(_JOINED.sub(_letters, stream.read_bytes()))


_JOINED = re.compile(rb"<(F[BE][0-9A-F]{2})>")


def _letters(match: re.Match[bytes]) -> bytes:
    plain = unicodedata.normalize("NFKC", chr(int(match[1], 16)))
    return b"<" + plain.encode("utf-16-be").hex().upper().encode() + b">"


class _Writer:
    """Makes the objects of one tree."""

    def __init__(self, document: Pdf) -> None:
        self.document = document
        self.pages = [page.obj for page in document.pages]
        self.parents: list[dict[int, Object]] = [{} for _ in self.pages]
        self.links: list[Object] = []

    def write(self, root: Element) -> None:
        """Add the tree, the way back from content to tree, and the links' annotations."""
        tree = self.document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        top = self._element(root, tree)
        tree.K = Array([top] if top is not None else [])
        numbers = Array()
        for index, (page, marks) in enumerate(zip(self.pages, self.parents, strict=True)):
            page.StructParents = index
            page.Tabs = Name.S
            parents = Array([marks[number] for number in range(len(marks))])
            numbers.append(index)
            numbers.append(self.document.make_indirect(parents))
        for index, element in enumerate(self.links, start=len(self.pages)):
            numbers.append(index)
            numbers.append(element)
        tree.ParentTree = self.document.make_indirect(Dictionary(Nums=numbers))
        tree.ParentTreeNextKey = len(self.pages) + len(self.links)
        self.document.Root.StructTreeRoot = tree

    def _element(self, element: Element, parent: Object) -> Object | None:
        if not element.kids:
            return None
        made = self.document.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{element.tag}"), P=parent)
        )
        first = next((kid.page for kid in element.kids if not isinstance(kid, Element)), None)
        if first is not None:
            made.Pg = self.pages[first]
        if element.alt:
            made.Alt = String(element.alt)
        if element.box:
            made.A = Dictionary(O=Name.Layout, Placement=Name.Block, BBox=Array(element.box))
        if element.tag == "L":
            made.A = Dictionary(O=Name.List, ListNumbering=Name.Disc)
        kids = [self._kid(kid, made, first) for kid in element.kids]
        found = [kid for kid in kids if kid is not None]
        if not found:
            return None
        made.K = Array(found)
        return made

    def _kid(
        self, kid: Element | Mark | LinkBox, parent: Object, page: int | None
    ) -> Object | int | None:
        if isinstance(kid, Element):
            return self._element(kid, parent)
        if isinstance(kid, LinkBox):
            return self._link(kid, parent)
        self.parents[kid.page][kid.number] = parent
        if kid.page == page:
            return kid.number
        return Dictionary(Type=Name.MCR, Pg=self.pages[kid.page], MCID=kid.number)

    def _link(self, box: LinkBox, parent: Object) -> Object:
        page = self.pages[box.page]
        annotation = self.document.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=Array([round(value, 2) for value in box.rectangle]),
                Border=Array([0, 0, 0]),
                F=4,
                A=Dictionary(S=Name.URI, URI=String(box.url)),
                Contents=String(box.text),
                StructParent=len(self.pages) + len(self.links),
            )
        )
        self.links.append(parent)
        if "/Annots" not in page:
            page.Annots = Array()
        page.Annots.append(annotation)
        return Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page)
