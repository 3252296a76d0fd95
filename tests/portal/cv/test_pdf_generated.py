"""Many CVs in each variant, and what other programs find in each of them."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from portal.cv.pdf import render
from portal.cv.resume import Template, parse
from tests.portal.cv.documents import drawn, generated
from tests.portal.cv.printed import (
    TODAY,
    VARIANTS,
    bare,
    by_page,
    check,
    said,
    tool,
    without_footer,
)
from tests.sizes import at_size

COUNT = at_size(20, 200)  # half by hypothesis, half as long as people's


@pytest.mark.parametrize(("template", "anonymous"), VARIANTS)
def test_generated_cvs_are_sound_tagged_and_read_in_order(
    template: Template, anonymous: bool, tmp_path: Path
) -> None:
    documents = [*drawn(COUNT // 2), *(generated(seed) for seed in range(COUNT // 2))]
    assert len(documents) == COUNT
    file, merged, counts = tmp_path / "cv.pdf", pikepdf.new(), []
    for document in documents:
        pdf = render(parse(document), template=template, anonymous=anonymous, today=TODAY)
        counts.append(check(pdf))
        file.write_bytes(pdf)
        job = pikepdf.Job(["qpdf", "--check", "--no-warn", str(file)])  # the command, in process
        job.run()
        assert job.exit_code == 0
        with pikepdf.open(BytesIO(pdf)) as source:
            merged.pages.extend(source.pages)
    assert max(counts) <= 4
    merged.save(file)
    fonts = tool("pdffonts", str(file)).splitlines()[2:]
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts)
    for order in ([], ["-raw"]):
        texts = tool("pdftotext", *order, str(file), "-").split("\f")
        start = 0
        for document, pages in zip(documents, counts, strict=True):
            found = texts[start : start + pages]
            start += pages
            expected = said(document, template, anonymous=anonymous)
            if pages == 1:
                assert bare(found[0]) == expected
                continue
            shown = [without_footer(page) for page in found]
            assert shown == by_page(document, template, anonymous=anonymous)
            assert sorted("".join(shown)) == sorted(expected)
