"""`make screenshots`: walk the editor guide on fresh demo data and take its pictures.

Each chapter does what its page of `docs/guide-redaction/` tells, in the same order. It fails when
a step cannot be done any more, or when the page quotes a label that no screen showed meanwhile.
Dates on the pictures are those of the day: commit what a change of the screens explains.
"""

import sys

from playwright.sync_api import expect, sync_playwright

from tests.guide.site import prepare_database, serve


def main() -> int:
    """Walk every chapter; return 1 when one page of the guide and the screens disagree."""
    prepare_database()
    from tests.e2e import browser
    from tests.guide.chapters import CHAPTERS
    from tests.guide.walker import Guide

    expect.set_options(timeout=20_000)
    unseen: list[str] = []
    with serve() as url, sync_playwright() as playwright, browser.launch(playwright) as chromium:
        guide = Guide(chromium, url)
        for page, walk in CHAPTERS.items():
            print(page, flush=True)
            guide.begin()
            walk(guide)
            unseen += [f"{page}: « {label} » was on no screen" for label in guide.unseen(page)]
    unseen += guide.camera.left_over()
    print("\n".join(unseen) or f"{guide.camera.summary()}, every label was on a screen.")
    return 1 if unseen else 0


if __name__ == "__main__":
    sys.exit(main())
