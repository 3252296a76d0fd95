"""Where a list is written before it is sent: in memory when it is short, on the disk otherwise."""

from collections.abc import Callable
from io import SEEK_END, BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any

# In bytes.
MEMORY = 1024 * 1024


def written(write: Callable[[Any], object]) -> IO[bytes]:
    """What `write` puts in a file, at its beginning. Who asks closes it: a response does."""
    file = SpooledTemporaryFile(MEMORY)  # noqa: SIM115 - a long one is sent as it is
    write(file)
    file.seek(0, SEEK_END)
    size = file.tell()
    file.seek(0)
    if size > MEMORY:
        return file
    with file:
        return BytesIO(file.read())
