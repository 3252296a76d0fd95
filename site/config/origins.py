"""Origins that an administrator names in the environment, before they go into a header."""

import re

from environs import ValidationError

_HOST = r"(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+"
# `https:` alone is every site in HTTPS. HTTP is for one's own machine only.
_ORIGIN = re.compile(
    rf"https:|https://{_HOST}(:\d{{1,5}})?|http://(localhost|127\.0\.0\.1)(:\d{{1,5}})?"
)


def frame_origins(origins: list[str]) -> None:
    """Refuse what is no source of `frame-ancestors`. Raises ValidationError."""
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            message = (
                f"EMBED_ORIGINS: {origin!r} is no origin. Write https://www.example.org, "
                "https://*.example.org, or https: for every site; no path, commas between them."
            )
            raise ValidationError(message)
