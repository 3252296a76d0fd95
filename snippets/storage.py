"""Files on disk that are there whole or not at all."""

import os
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.storage import FileSystemStorage


class WholeFileStorage(FileSystemStorage):
    """Django's storage leaves an empty or half file behind when the disk is full."""

    def _save(self, name: str, content: Any) -> str:
        """Write beside, then give the name. Raises OSError, and nothing is left."""
        part = f"{name}.{uuid4().hex}.part"
        try:
            super()._save(part, content)  # type: ignore[misc]
            return self._named(part, name)
        except BaseException:
            self.delete(part)
            raise

    def _named(self, part: str, name: str) -> str:
        """Reserve the name, which another process may take first, then move the file there."""
        while True:
            try:
                os.close(os.open(self.path(name), os.O_WRONLY | os.O_CREAT | os.O_EXCL))
            except FileExistsError:
                name = self.get_available_name(name)
                continue
            try:
                Path(self.path(part)).replace(self.path(name))
            except OSError:
                self.delete(name)
                raise
            return name.replace("\\", "/")
