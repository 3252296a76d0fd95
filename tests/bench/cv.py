"""The printed CV against WeasyPrint: same content, same run, rounds interleaved."""

import gc
import time
from collections.abc import Callable
from html import escape
from io import BytesIO
from typing import Any

import pikepdf

from portal.cv.pdf import render
from portal.cv.pdf.blocks import Block
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
    """A line for each number of pages, and one for WeasyPrint beside each.

    A content is timed when it is met for the first time: nothing of it is remembered.
    """
    ours = {pages: Result(Case("", "")) for pages in BUDGETS_MS}
    peer = {pages: Result(Case(f"… by WeasyPrint, {pages} p.", "")) for pages in BUDGETS_MS}
    seed = 0
    while any(len(result.times_ms) < CONTENTS for result in ours.values()):
        resume = parse(generated(seed))
        elapsed, pdf = _timed(_ours, resume)
        with pikepdf.open(BytesIO(pdf)) as document:
            pages = len(document.pages)
        seed += 1
        if seed <= WARM_UP:
            _theirs(resume)
            _keep_what_is_loaded()
            continue
        if pages not in ours or len(ours[pages].times_ms) == CONTENTS:
            continue
        if len(ours[pages].times_ms) % PEER_EVERY == 0:
            peer_elapsed, peer_pdf = _timed(_theirs, resume)
            peer[pages].times_ms.append(peer_elapsed)
            peer[pages].body_bytes = len(peer_pdf)
        ours[pages].times_ms.append(elapsed)
        ours[pages].body_bytes = len(pdf)
    gc.unfreeze()
    lines: list[dict[str, Any]] = []
    for pages, budget in BUDGETS_MS.items():
        limit = min(budget, peer[pages].median / FASTER)
        ours[pages].case = Case(f"CV, {pages} p.", "", max_ms=limit)
        lines += [as_json(result, bare, empty) for result in (ours[pages], peer[pages])]
    return lines


def _keep_what_is_loaded() -> None:
    """As the server does: the collector need not go through modules at each turn."""
    gc.collect()
    gc.freeze()


def _timed(action: Callable[[Resume], bytes], resume: Resume) -> tuple[float, bytes]:
    started = time.perf_counter()
    made = action(resume)
    return (time.perf_counter() - started) * 1000, made


def _ours(resume: Resume) -> bytes:
    return render(resume, template=Template.SIMPLE)


def _theirs(resume: Resume) -> bytes:
    from weasyprint import HTML

    content = Content(resume, THEMES[Template.SIMPLE], _today())
    blocks = list(content.header())
    for _, part in content.parts():
        blocks += [part.heading] if part.heading else []
        blocks += [block for entry in part.entries for block in entry]
    body = "".join(f"<{block.tag}>{_runs(block)}</{block.tag}>" for block in blocks)
    page = f"<html lang=fr><title>{escape(content.name)}</title><style>{_STYLE}</style>{body}"
    made: bytes = HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")
    return made


def _runs(block: Block) -> str:
    return "".join(
        f'<a href="{escape(run.link)}">{escape(run.text)}</a>' if run.link else escape(run.text)
        for run in block.runs
    )


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
