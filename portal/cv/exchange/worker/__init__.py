"""Reads the text of a PDF or DOCX file, in a sandbox (`snippets.sandbox`): no project in it.

What a parser returns: `lines` ([text, is an item of a list, zone, size of its letters in points];
see `lines.Line`), `pages`, `columns` (how many pages look like two columns), `cut` (more pages than
were read); or a value of `files.Unreadable`.
"""

from collections.abc import Callable
from functools import partial

from .bounds import MAX_CHARACTERS, Found
from .pdf import read_pdf
from .word import read_docx


def parse(data: bytes, read: Callable[[bytes], Found]) -> Found:
    """What the file says, up to `MAX_CHARACTERS`, whatever it does but to take too much."""
    try:
        found = read(data)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - parsers of hostile files raise anything
        return "broken"
    if isinstance(found, dict):
        total, kept = 0, []
        for line in found["lines"]:
            total += len(line[0])
            if total > MAX_CHARACTERS:
                found["cut"] = True
                break
            kept.append(line)
        found["lines"] = kept
    return found


PARSERS: dict[str, Callable[[bytes], Found]] = {
    "pdf": partial(parse, read=read_pdf),
    "docx": partial(parse, read=read_docx),
}
