"""The printed CV against WeasyPrint: same content, same run, rounds interleaved."""

import time
from collections.abc import Callable
from html import escape
from io import BytesIO
from typing import Any

import pikepdf

from portal.cv.pdf import render
from portal.cv.pdf.content import Content
from portal.cv.pdf.templates import THEMES
from portal.cv.resume import Resume, Template, parse
from tests.bench.measure import WARM_UP, Case, Result, as_json
from tests.portal.cv.documents import generated

CONTENTS = 100
PEER_EVERY = 5  # WeasyPrint is slow: one content of five is enough for a median
FASTER = 2.5
BUDGETS_MS = {1: 40, 2: 75}


def measured(bare: Result, empty: Result) -> list[dict[str, Any]]:
    """A line for each number of pages, and one for WeasyPrint beside each."""
    lines: list[dict[str, Any]] = []
    contents = _contents()
    for pages, budget in BUDGETS_MS.items():
        ours, peer = Result(Case("", "")), Result(Case(f"… by WeasyPrint, {pages} p.", ""))
        for index, resume in enumerate(contents[pages]):
            ours.times_ms.append(_timed(lambda resume=resume: _ours(resume)))
            if index % PEER_EVERY == 0:
                peer.times_ms.append(_timed(lambda resume=resume: _theirs(resume)))
        for result in (ours, peer):
            del result.times_ms[:WARM_UP]
        ours.case = Case(f"CV, {pages} p.", "", max_ms=min(budget, peer.median / FASTER))
        ours.body_bytes = len(_ours(contents[pages][0]))
        peer.body_bytes = len(_theirs(contents[pages][0]))
        lines += [as_json(result, bare, empty) for result in (ours, peer)]
    return lines


def _contents() -> dict[int, list[Resume]]:
    """A hundred different CVs of one page and of two, after those that warm up."""
    found: dict[int, list[Resume]] = {pages: [] for pages in BUDGETS_MS}
    seed = 0
    wanted = CONTENTS + WARM_UP
    while any(len(resumes) < wanted for resumes in found.values()):
        resume = parse(generated(seed))
        with pikepdf.open(BytesIO(_ours(resume))) as document:
            pages = len(document.pages)
        if len(found.get(pages, [None] * wanted)) < wanted:
            found[pages].append(resume)
        seed += 1
    return found


def _timed(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return (time.perf_counter() - started) * 1000


def _ours(resume: Resume) -> bytes:
    return render(resume, template=Template.SIMPLE)


def _theirs(resume: Resume) -> bytes:
    from weasyprint import HTML

    content = Content(resume, THEMES[Template.SIMPLE], _today())
    blocks = list(content.header())
    for _, part in content.parts():
        blocks += [part.heading] if part.heading else []
        blocks += [block for entry in part.entries for block in entry]
    body = "".join(f"<{block.tag}>{escape(block.text)}</{block.tag}>" for block in blocks)
    page = f"<html lang=fr><title>{escape(content.name)}</title><style>{_STYLE}</style>{body}"
    made: bytes = HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")
    return made


def _today() -> Any:
    from django.utils import timezone

    return timezone.localdate()


def _style() -> str:
    from django.conf import settings

    folder = settings.BASE_DIR / "node_modules/@expo-google-fonts/atkinson-hyperlegible"
    faces = "".join(
        f"@font-face{{font-family:A;font-weight:{variant[:3]};"
        f"src:url(file://{folder}/{variant}/AtkinsonHyperlegible_{variant}.ttf)}}"
        for variant in ("400Regular", "700Bold")
    )
    return f"{faces}@page{{size:A4;margin:16mm 19mm}}body{{font:10pt/1.3 A}}p{{margin:2pt 0}}"


_STYLE = _style()
