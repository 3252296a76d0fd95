"""`manage.py render_cv RESUME.json OUT.pdf`: print a CV; no database is needed."""

import errno
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.cv.exchange import read_json
from portal.cv.pdf import render
from portal.cv.pdf.media import printable_photo
from portal.cv.resume import ResumeError, Template

_CHOICES = ", ".join(Template.values)
_USAGE = (
    "Il faut un CV et un PDF à écrire\u00a0: manage.py render_cv CV.json CV.pdf "
    "[--template MODÈLE] [--anonymous] [--photo PHOTO.jpg]."
)
_FAULTS = {
    errno.ENOENT: "ce fichier ou ce dossier n’existe pas",
    errno.EISDIR: "c’est un dossier",
    errno.ENOTDIR: "ce dossier n’existe pas",
    errno.EACCES: "vous n’y avez pas accès",
    errno.EPERM: "vous n’y avez pas accès",
    errno.EROFS: "on ne peut pas y écrire",
    errno.ENOSPC: "le disque est plein",
    errno.ENAMETOOLONG: "ce nom est trop long",
}


class Command(BaseCommand):
    """Exit codes: 0 done, 1 the file is no CV or cannot be read or written, 2 wrong arguments."""

    help = "Met en page un CV au format JSON Resume dans un PDF balisé."
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Say in French that arguments are wrong."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)

        def refuse(_message: str) -> NoReturn:
            parser.exit(2, f"{_USAGE}\n")

        parser.error = refuse  # type: ignore[method-assign,assignment]
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("resume", type=Path, help="CV au format JSON Resume")
        parser.add_argument("output", type=Path, help="PDF à écrire")
        parser.add_argument(
            "--template", help=f"modèle\u00a0: {_CHOICES} (celui que le CV demande, sinon simple)"
        )
        parser.add_argument("--anonymous", action="store_true", help="sans rien qui identifie")
        parser.add_argument("--photo", type=Path, help="JPEG, imprimé si le CV le demande")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, print, write. Raises CommandError with a message in French."""
        template, photo = options["template"], options["photo"]
        if template is not None and template not in Template.values:
            message = f"Le modèle «\u00a0{template}\u00a0» n’existe pas\u00a0: {_CHOICES}."
            raise CommandError(message, returncode=2)
        try:
            pdf = render(
                read_json(options["resume"].read_bytes()),
                template=Template(template) if template else None,
                anonymous=options["anonymous"],
                photo=_photo(photo) if photo else None,
            )
            _write(options["output"], pdf)
        except ResumeError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            fault = _FAULTS.get(error.errno or 0, "impossible de le lire ou de l’écrire")
            message = f"{error.filename or options['output']}\u00a0: {fault}."
            raise CommandError(message) from error
        self.stdout.write(f"{options['output']}\u00a0: {len(pdf) / 1024:.0f}\u00a0ko.")


def _write(file: Path, data: bytes) -> None:
    """Write all or nothing: a full disk leaves what was there, and no half of a PDF.

    What is no file, as a pipe, is written to as it is.
    """
    if file.exists() and not file.is_file():
        file.write_bytes(data)
        return
    target = file.resolve()
    part = target.with_name(f".{target.name[:100]}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(target)
    except OSError as error:
        error.filename = str(file)
        raise
    finally:
        part.unlink(missing_ok=True)


def _photo(file: Path) -> bytes:
    photo = file.read_bytes()
    if printable_photo(photo) is None:
        message = f"{file}\u00a0: ce n’est pas une photo (JPEG, PNG ou WebP)."
        raise CommandError(message)
    return photo
