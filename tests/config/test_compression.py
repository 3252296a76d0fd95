"""Pages in Brotli or gzip, whose length tells nothing."""

import gzip

import brotli
import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from config.compression import CompressionMiddleware, brotli_with_random_length

PAGE = "<p>Un emploi près de chez vous</p>".encode() * 200
READ = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5", "br"),
        ("gzip, br;q=0", "gzip"),
        ("gzip;q=1, br;q=0.0", "gzip"),
        ("gzip, vbrowser", "gzip"),
        ("identity", ""),
        ("", ""),
    ],
)
def test_a_page_is_written_as_its_browser_reads_it(accepted, encoding):
    request = RequestFactory().get("/", headers={"Accept-Encoding": accepted})
    answer = HttpResponse(PAGE, headers={"ETag": '"page"'})
    response = CompressionMiddleware(lambda _: answer)(request)
    assert response.get("Content-Encoding", "") == encoding
    assert READ[encoding](response.content) == PAGE
    assert response["Vary"] == "Accept-Encoding"
    assert response["ETag"] == ('W/"page"' if encoding else '"page"')


def test_what_gains_nothing_stays_as_it_is():
    request = RequestFactory().get("/", headers={"Accept-Encoding": "br"})
    for answer in (
        HttpResponse(b"short"),
        HttpResponse(PAGE, headers={"Content-Encoding": "zstd"}),
        StreamingHttpResponse([PAGE]),
    ):
        response = CompressionMiddleware(lambda _, answer=answer: answer)(request)
        assert response.get("Content-Encoding") in (None, "zstd")
        assert b"".join(response) in (b"short", PAGE)


def test_the_length_of_a_page_says_nothing_of_what_is_in_it():
    """Without the random bytes, a guess that the page already holds is seen to be shorter."""
    written = [brotli_with_random_length(PAGE, 100) for _ in range(40)]
    assert len({len(content) for content in written}) > 10
    assert {brotli.decompress(content) for content in written} == {PAGE}
    # The longest and the shortest block that can be skipped.
    assert brotli.decompress(brotli_with_random_length(b"", 1)) == b""
    assert all(brotli.decompress(brotli_with_random_length(PAGE, 256)) == PAGE for _ in range(99))
