"""What is read at once: JSON Resume or its like, and a text that is pasted, a draft.

Both are bounded in size, and read in a fraction of a second.
"""

from portal.cv.exchange.draft import Draft, drafted
from portal.cv.exchange.files import RTF
from portal.cv.exchange.former_json import modernised
from portal.cv.exchange.json_resume import loaded
from portal.cv.exchange.lines import Line
from portal.cv.exchange.reactive_resume import is_reactive_resume, read_reactive_resume
from portal.cv.identifiers import LISTS
from portal.cv.resume import ResumeError, parse
from portal.cv.resume.reading import refuse_depth

MAX_TEXT = 120_000
NO_TEXT = "Il n’y a rien à lire. Collez le texte de votre CV, ou choisissez un fichier."
LONG_TEXT = "Ce texte est trop long pour un CV. Gardez ce qui compte."
NO_CV = (
    "Ce fichier est bien du JSON, mais pas un CV au format JSON Resume\u00a0: il n’a ni "
    "«\u00a0basics\u00a0», ni «\u00a0work\u00a0», ni «\u00a0education\u00a0»."
)
_KEYS = ("basics", *LISTS)


def read_at_once(data: bytes) -> Draft | None:
    """Read a JSON Resume file; None for any other, which is read by the worker.

    Raises ResumeError, to be shown.
    """
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[") and not data.startswith(RTF):
        return _as_it_is(data)
    return None


def read_text(text: str) -> Draft:
    """Read what somebody pasted. Raises ResumeError."""
    text = text.replace("\x00", "").strip()
    if not text:
        raise ResumeError(NO_TEXT)
    if text.startswith("{"):
        return _as_it_is(text.encode(errors="replace"))
    if len(text) > MAX_TEXT:
        raise ResumeError(LONG_TEXT)
    return drafted([Line(line) for line in text.splitlines() if line.strip()])


def _as_it_is(data: bytes) -> Draft:
    raw = loaded(data)
    refuse_depth(raw)
    if is_reactive_resume(raw):
        draft = read_reactive_resume(raw)
        parse(draft.document)
        return draft
    modern, notes = modernised(raw)
    document = parse(modern).as_document()
    if not any(document.get(key) for key in _KEYS):
        raise ResumeError(NO_CV)
    return Draft(document, tuple(notes), ())
