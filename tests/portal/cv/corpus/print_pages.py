"""Prints the pages of the corpus with Chromium: `python tests/portal/cv/corpus/print_pages.py`."""

import shutil
import subprocess
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parent / "chromium"
_CV = """<h1>Nadia Lefort</h1><p>Serveuse</p><p>nadia@exemple.fr</p><h2>Expériences</h2>
<p>2019 – 2021</p><p>Serveuse</p><p>Brasserie du Lion</p><h2>Langues</h2><p>Français</p>"""
_STYLE = "body{font:11pt 'DejaVu Sans'}h1{font-size:24pt}h2{font-size:14pt}"
# What each adds to the style of the page.
STYLES = {
    "plain": "",
    "opacity": "body{opacity:.9}",
    "opacity-of-each": "p,h1,h2{opacity:.8}",
    "transform": "body{transform:scale(.9);transform-origin:0 0}",
    "shadow": "p,h1,h2{text-shadow:.3px 0 0 #000}",
    "stroke": "h1,h2{-webkit-text-stroke:.4px #000}",
    "letter-spacing": "h1{letter-spacing:.08em}",
    "justified": "p{text-align:justify;text-align-last:justify;width:4cm}",
    "centred": "body{text-align:center}",
    "grid": "body{display:grid;grid-template-columns:1fr;gap:2mm}",
    "flex": "body{display:flex;flex-direction:column}",
    "clip": "body{overflow:hidden;border-radius:8px;clip-path:inset(0)}",
    "blend": "p,h1,h2{mix-blend-mode:multiply}",
    "serif": "body{font-family:'DejaVu Serif'}",
    "mono": "body{font-family:'DejaVu Sans Mono'}",
}


def main() -> None:
    """Write a PDF for each style."""
    browser = shutil.which("chromium")
    assert browser, "Chromium is needed"
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for name, style in STYLES.items():
            page = Path(scratch) / "page.html"
            page.write_text(
                f"<!doctype html><meta charset=utf-8><title>CV</title>"
                f"<style>{_STYLE}{style}</style>{_CV}"
            )
            subprocess.run(
                [
                    browser,
                    "--headless",
                    "--no-sandbox",
                    "--no-pdf-header-footer",
                    f"--print-to-pdf={FOLDER / name}.pdf",
                    page.as_uri(),
                ],
                check=True,
                capture_output=True,
            )


if __name__ == "__main__":
    main()
