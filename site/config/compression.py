"""Pages in Brotli for browsers that read it, in gzip for the others.

Here and not in the proxy, since both ways add random bytes to each answer: whoever makes a browser
of somebody who is signed in ask for a page that repeats a guess cannot read in its length whether
the guess was right (BREACH). Modules of proxies add none.
"""

import re
import secrets

import brotli
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

# Smaller than gzip's usual level, and no slower.
QUALITY = 4
# Bytes: shorter answers gain nothing. The same as Django's.
SHORTEST = 200
_BROTLI = re.compile(r"\bbr\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")


class CompressionMiddleware(GZipMiddleware):
    """Answers that are made piece by piece stay with gzip, which Django writes as they come."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Compress what is long enough and not compressed already."""
        if (
            not isinstance(response, HttpResponse)
            or response.has_header("Content-Encoding")
            or len(response.content) < SHORTEST
            or not _BROTLI.search(request.headers.get("Accept-Encoding", ""))
        ):
            compressed: HttpResponseBase = super().process_response(request, response)
            return compressed
        patch_vary_headers(response, ("Accept-Encoding",))
        content = brotli_with_random_length(response.content, self.max_random_bytes)
        if len(content) < len(response.content):
            response.content = content
            response.headers["Content-Length"] = str(len(content))
            response.headers["Content-Encoding"] = "br"
            etag = response.get("ETag", "")
            if etag.startswith('"'):
                response.headers["ETag"] = f"W/{etag}"
        return response


def brotli_with_random_length(content: bytes, most: int) -> bytes:
    """Brotli, with 1 to `most` random bytes (256 at most) in a block that readers skip."""
    compressor = brotli.Compressor(quality=QUALITY, mode=brotli.MODE_TEXT)
    # After a flush the stream stands at the beginning of a byte, where a block may be put in.
    body: bytes = compressor.process(content) + compressor.flush()
    return body + _skipped(secrets.token_bytes(1 + secrets.randbelow(most))) + compressor.finish()


def _skipped(data: bytes) -> bytes:
    """A metadata block (RFC 7932, section 9.2): lowest bit first.

    Not the last block (0), no length of data (1, 1), a reserved 0, one byte that says how many are
    skipped (1, 0), that number less one; zeros fill the second byte.
    """
    header = 0b01_0_11_0 | (len(data) - 1) << 6
    return header.to_bytes(2, "little") + data
