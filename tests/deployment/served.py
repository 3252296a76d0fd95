"""The site in the container, as a browser, a mail server and an administrator see it."""

import json
import re
import secrets
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.deployment.machine import Machine, StepError
from tests.deployment.page import blocks_by_name

NAME = "emploi.example.org"
SMTP_PORT = 2525
PYTHON = Path(__file__).resolve().parents[2] / ".venv" / "bin" / "python"
# What downloads: the rest runs where there is no way out.
DOWNLOADS = {"packages", "release"}
FILES = {"/etc/declic.env": 0o600, "/etc/declic-backup.env": 0o600}


@dataclass(frozen=True)
class Answer:
    """What curl received. Names of headers are in lower case."""

    status: int
    version: str
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body, as a text."""
        return self.body.decode("utf-8", "replace")


def expect(truth: object, message: str) -> None:
    """Raise StepError with the message unless it is so."""
    if not truth:
        raise StepError(message)


class Site:
    """The machine, the page that it follows, and where its mail goes."""

    def __init__(self, machine: Machine, page: str, mails: Path) -> None:
        self.machine, self.mails = machine, mails
        self.blocks = blocks_by_name(page)
        site, backup = secrets.token_hex(12), secrets.token_hex(12)
        # The few things that the page leaves to its reader.
        self.filled_in = {
            "roles": {
                "declic LOGIN PASSWORD '…'": f"declic LOGIN PASSWORD '{site}'",
                "declic_backup LOGIN PASSWORD '…'": f"declic_backup LOGIN PASSWORD '{backup}'",
            },
            "/etc/declic.env": {
                'SECRET_KEY="…"': f'SECRET_KEY="{secrets.token_urlsafe(48)}"',
                "declic:…@": f"declic:{site}@",
                "submission://user:password@smtp.example.org:587": f"smtp://127.0.0.1:{SMTP_PORT}",
            },
            "/etc/declic-backup.env": {"declic_backup:…@": f"declic_backup:{backup}@"},
            "release": {"https://forge.example.org/declic.git": "file:///mnt/source"},
        }

    def follow(self, name: str) -> str:
        """Do what a block of the page says; return what it printed."""
        text = self.blocks[name]
        for left, value in self.filled_in.get(name, {}).items():
            expect(left in text, f"The block {name} of the page has no {left} to fill in.")
            text = text.replace(left, value)
        started = time.monotonic()
        if name.startswith("/"):
            self.machine.write(name, text, FILES[name])
            printed = ""
        elif name == "roles":
            self.machine.write("/tmp/roles.sql", text)
            printed = self.machine.run(
                "runuser -u postgres -- psql -v ON_ERROR_STOP=1 -f /tmp/roles.sql", secret=True
            )
        else:
            printed = self.machine.run(text, network=name in DOWNLOADS)
        print(f"  {time.monotonic() - started:6.1f} s  {name}", flush=True)
        return printed

    def get(self, address: str, *options: str, encoded: bool = True) -> Answer:
        """Ask nginx over TLS, with the certificate that the page has made."""
        certificate = self.machine.layer / "upper/etc/ssl/declic/fullchain.pem"
        url = address if "://" in address else f"https://{NAME}{address}"
        with tempfile.TemporaryDirectory() as name:
            headers, body = Path(name) / "headers", Path(name) / "body"
            body.touch()
            command = ["curl", "--silent", "--show-error", "--max-time", "70"]
            for port in (80, 443):
                command += ["--resolve", f"{NAME}:{port}:127.0.0.1"]
            command += ["--cacert", str(certificate), "--dump-header", str(headers)]
            command += ["--output", str(body), "--write-out", "%{http_code} %{http_version}"]
            command += ["--compressed"] if encoded else []
            command += [*options, url]
            done = subprocess.run(
                self.machine.in_its_network(*command), capture_output=True, text=True, check=False
            )
            expect(not done.returncode, f"{url}: {done.stderr}")
            status, version = done.stdout.split()
            last = headers.read_text().strip().split("\n\n")[-1]
            pairs = (line.split(":", 1) for line in last.splitlines()[1:] if ":" in line)
            found = {key.strip().lower(): value.strip() for key, value in pairs}
            return Answer(int(status), version, found, body.read_bytes())

    def expect_status(self, address: str, status: int, *options: str) -> Answer:
        """The answer, whose status is this one."""
        answer = self.get(address, *options)
        expect(
            answer.status == status,
            f"{address} answers {answer.status} and not {status}:\n{answer.text[:1500]}",
        )
        return answer

    def ready(self) -> dict[str, dict[str, object]]:
        """What `/health/ready` says once it is: a worker says that it lives after some seconds."""
        end = time.monotonic() + 60
        while True:
            answer = self.get("/health/ready")
            if answer.status == 200:
                checks: dict[str, dict[str, object]] = json.loads(answer.text)["checks"]
                return checks
            expect(time.monotonic() < end, f"/health/ready: {answer.status} {answer.text[:500]}")
            time.sleep(1)

    def shell(self, code: str) -> str:
        """Run Python as `declic shell` does."""
        return self.machine.run(f"declic shell --no-imports <<'END'\n{code}\nEND\n")

    def rows(self, database: str = "declic") -> dict[str, int]:
        """How many rows each table has, as PostgreSQL's superuser counts them."""
        tables = self.sql(
            "SELECT format('%I', table_name) FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
            database,
        ).split()
        union = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in tables)
        lines = self.sql(union, database).splitlines()
        return {name: int(number) for name, number in (line.split("|") for line in lines)}

    def sql(self, statement: str, database: str = "declic") -> str:
        """What psql prints, as PostgreSQL's superuser."""
        self.machine.write("/tmp/asked.sql", statement)
        return self.machine.run(
            f"runuser -u postgres -- psql -v ON_ERROR_STOP=1 -At -f /tmp/asked.sql {database}"
        )

    @contextmanager
    def mail_server(self) -> Iterator[None]:
        """A server that keeps what it receives in a folder of this machine."""
        command = [str(PYTHON), "-m", "aiosmtpd", "--nosetuid"]
        command += ["--listen", f"127.0.0.1:{SMTP_PORT}"]
        command += ["--class", "aiosmtpd.handlers.Mailbox", str(self.mails)]
        server = subprocess.Popen(self.machine.in_its_network(*command))
        try:
            yield
        finally:
            server.terminate()
            server.wait()

    def wait_for_mail(self, pattern: str) -> re.Match[str]:
        """The first text in a message, within a minute."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            for file in self.mails.glob("new/*"):
                if found := re.search(pattern, decoded(file.read_bytes())):
                    return found
            time.sleep(0.5)
        message = f"No mail has {pattern}."
        raise StepError(message)


def decoded(message: bytes) -> str:
    """The text parts of a message."""
    import email
    import email.policy

    parsed = email.message_from_bytes(message, policy=email.policy.default)
    return "\n".join(
        part.get_content() for part in parsed.walk() if part.get_content_maintype() == "text"
    )
