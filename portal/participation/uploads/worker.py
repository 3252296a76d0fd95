"""Reads a PDF in a sandbox (`snippets.sandbox`) and writes it again: no project in it.

Who recruits opens what a stranger sent: what a PDF does by itself (scripts, files inside, programs
and forms that it starts) is left out; what is seen on its pages stays.
"""

from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

MAX_PAGES = 30
# Of a document of a case: a judgement, a medical file.
MAX_PAGES_OF_DOCUMENT = 150
# Of the document, then of each page, field and note.
_ACTS_BY_ITSELF = ("/OpenAction", "/AA")
_NAMED = ("/JavaScript", "/EmbeddedFiles")
# Whatever starts one of these goes, wherever it stands in the document: bookmarks, nested fields…
_HARMFUL = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToR",
        "/GoToE",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/RichMediaExecute",
        "/GoTo3DView",
    }
)
# Links to the web and inside the document are those that stay.
_HARMLESS = frozenset({"/URI", "/GoTo", "/Named"})
_FILES_IN_NOTES = frozenset({"/FileAttachment", "/Movie", "/Screen", "/RichMedia", "/Sound", "/3D"})


def clean(data: bytes, most_pages: int = MAX_PAGES) -> bytes | str:
    """The PDF written again, or a value of `reading.Unusable`."""
    import pikepdf

    try:
        document = pikepdf.open(BytesIO(data))
    except pikepdf.PasswordError:
        return "password"
    except pikepdf.PdfError:
        return "broken"
    with document:
        pages = len(document.pages)
        if pages == 0:
            return "broken"
        if pages > most_pages:
            return "pages"
        root: Any = document.Root
        _drop(root, (*_ACTS_BY_ITSELF, "/AF"))
        if "/Names" in root:
            _drop(root.Names, _NAMED)
        if "/AcroForm" in root:
            _drop(root.AcroForm, ("/XFA",))
            for field in list(root.AcroForm.get("/Fields", [])):
                _calm(field)
        for page in document.pages:
            _drop(page.obj, ("/AA", "/AF"))
            _calm_notes(page.obj)
        for thing in document.objects:
            _disarm(thing)
        out = BytesIO()
        # Without the former password of its owner, and without what nothing points to any more.
        document.save(out, encryption=False)
    return out.getvalue()


def _calm_notes(page: Any) -> None:
    """Keep the notes of a page that hold no file; what they start is left out."""
    if "/Annots" not in page:
        return
    kept = []
    for note in list(page.Annots):
        if str(note.get("/Subtype", "")) in _FILES_IN_NOTES:
            continue
        _calm(note)
        kept.append(note)
    page.Annots = kept


def _calm(thing: Any) -> None:
    """Leave out what a field or a note starts, harmless links excepted."""
    _drop(thing, ("/AA",))
    action = thing.get("/A")
    if action is not None and str(action.get("/S", "")) not in _HARMLESS:
        del thing["/A"]
    elif action is not None:
        _drop(action, ("/Next",))


def _disarm(thing: Any) -> None:
    """Empty the actions in one object that do something by themselves, and what is inside it."""
    import pikepdf

    inside = [thing]
    while inside:
        found = inside.pop()
        if isinstance(found, pikepdf.Array):
            children = list(found)
        elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
            if str(found.get("/S", "")) in _HARMFUL:
                for name in list(found.keys()):
                    del found[name]
            children = [found[name] for name in list(found.keys())]
        else:
            continue
        # The others come by themselves: each is an object of the document.
        inside += [
            child
            for child in children
            if isinstance(child, pikepdf.Object) and not child.is_indirect
        ]


def _drop(thing: Any, names: tuple[str, ...]) -> None:
    for name in names:
        if name in thing:
            del thing[name]


PARSERS: dict[str, Callable[[bytes], bytes | str]] = {
    "clean": clean,
    "clean_document": partial(clean, most_pages=MAX_PAGES_OF_DOCUMENT),
}
