"""Writes what LibreOffice and LaTeX make: `python tests/portal/cv/corpus/write_documents.py`.

Both are needed to write them (`libreoffice-writer-nogui`, `texlive-latex-base` and `lmodern` of
Debian), none to read them: the files are kept.
"""

import subprocess
import tempfile
from pathlib import Path

OFFICE = Path(__file__).parent / "libreoffice"
LATEX = Path(__file__).parent / "latex"
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)
_HEAD = '<text:h text:outline-level="1">Nadia Lefort</text:h><text:p>Serveuse</text:p>'
_MAIL = "<text:p>nadia@exemple.fr</text:p>"
_WORK = '<text:h text:outline-level="2">Expériences</text:h>'
_JOB = "<text:p>Serveuse</text:p><text:p>Brasserie du Lion</text:p>"
_DATES = "<text:p>2019 – 2021</text:p>"
_SPOKEN = '<text:h text:outline-level="2">Langues</text:h><text:p>Français</text:p>'
_NEXT_PAGE = '<text:h text:style-name="Next" text:outline-level="2">Langues</text:h>'
# What each has in its body.
BODIES = {
    "plain": _HEAD + _MAIL + _WORK + _DATES + _JOB + _SPOKEN,
    "table": f"{_HEAD}{_MAIL}{_WORK}<table:table><table:table-column/><table:table-column/>"
    f"<table:table-row><table:table-cell>{_DATES}</table:table-cell>"
    f"<table:table-cell>{_JOB}</table:table-cell></table:table-row></table:table>{_SPOKEN}",
    "tab": f"{_HEAD}{_MAIL}{_WORK}"
    '<text:p text:style-name="Right">Serveuse<text:tab/>2019 – 2021</text:p>'
    f"<text:p>Brasserie du Lion</text:p>{_SPOKEN}",
    "frame": '<text:p><draw:frame text:anchor-type="as-char" svg:width="16cm" svg:height="3cm">'
    f"<draw:text-box>{_HEAD}{_MAIL}</draw:text-box></draw:frame></text:p>"
    f"{_WORK}{_DATES}{_JOB}{_SPOKEN}",
    "two-pages": f"{_HEAD}{_MAIL}{_WORK}{_DATES}{_JOB}{_NEXT_PAGE}<text:p>Français</text:p>",
}
_STYLES = (
    '<style:style style:name="Next" style:family="paragraph">'
    '<style:paragraph-properties fo:break-before="page"/></style:style>'
    '<style:style style:name="Right" style:family="paragraph"><style:paragraph-properties>'
    '<style:tab-stops><style:tab-stop style:position="16cm" style:type="right"/>'
    "</style:tab-stops></style:paragraph-properties></style:style>"
    '<style:page-layout style:name="Page"><style:page-layout-properties'
    ' fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2cm"/><style:footer-style>'
    '<style:header-footer-properties fo:min-height="1cm"/></style:footer-style>'
    "</style:page-layout>"
)
_FOOTER = (
    "<style:footer><text:p>Nadia Lefort – page <text:page-number>1</text:page-number></text:p>"
    "</style:footer>"
)
_LATEX_HEAD = r"\noindent{\Huge Nadia Lefort}\par\noindent Serveuse\par\noindent nadia@exemple.fr"
_LATEX_FOOT = r"\section*{Langues}\noindent Fran\c{c}ais"
_LATEX_WORK = r"\section*{Exp\'eriences}\noindent "
_MODERN = r"\usepackage[T1]{fontenc}\usepackage{lmodern}"
# The packages and the experience of each.
SHEETS = {
    "accents-apart": ("", r"2019 -- 2021\par\noindent Serveuse\par\noindent Brasserie du Lion"),
    "tabular": (
        _MODERN,
        r"\begin{tabular}{@{}ll}2019 -- 2021 & Serveuse\\ & Brasserie du Lion\end{tabular}",
    ),
    "hfill": (_MODERN, r"Serveuse\hfill 2019 -- 2021\par\noindent Brasserie du Lion"),
}


def main() -> None:
    """Write both folders again."""
    for folder in (OFFICE, LATEX):
        folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        _write_office(Path(scratch))
        _write_latex(Path(scratch))


def _write_office(scratch: Path) -> None:
    for name, body in BODIES.items():
        footer = _FOOTER if name == "two-pages" else ""
        (scratch / f"{name}.fodt").write_text(
            f'<?xml version="1.0" encoding="UTF-8"?><office:document {_SPACES} '
            'office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">'
            f"<office:automatic-styles>{_STYLES}</office:automatic-styles><office:master-styles>"
            f'<style:master-page style:name="Standard" style:page-layout-name="Page">{footer}'
            f"</style:master-page></office:master-styles><office:body><office:text>{body}"
            "</office:text></office:body></office:document>"
        )
    sources = sorted(scratch.glob("*.fodt"))
    for kind in ("pdf", "docx"):
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation={(scratch / 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                str(OFFICE),
                *map(str, sources),
            ],
            check=True,
            capture_output=True,
        )


def _write_latex(scratch: Path) -> None:
    for name, (packages, work) in SHEETS.items():
        source = scratch / f"{name}.tex"
        source.write_text(
            rf"\documentclass[11pt]{{article}}{packages}\pagestyle{{empty}}\begin{{document}}"
            f"{_LATEX_HEAD}{_LATEX_WORK}{work}{_LATEX_FOOT}" + r"\end{document}"
        )
        subprocess.run(
            ["pdflatex", "-interaction=nonstopmode", "-output-directory", str(LATEX), str(source)],
            check=True,
            capture_output=True,
        )
        for rest in ("aux", "log"):
            (LATEX / f"{name}.{rest}").unlink()


if __name__ == "__main__":
    main()
