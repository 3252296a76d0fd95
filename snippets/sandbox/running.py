"""One parser, started, bounded, and stopped with whatever it started itself."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from queue import Empty, SimpleQueue
from typing import IO, Any

from snippets.sandbox import child
from snippets.sandbox.slots import one_of_few

Answer = bytes | str | dict[str, Any]
# What Python needs to start on some systems; our environment has secrets.
_ENVIRONMENT = ("LD_LIBRARY_PATH", "SYSTEMROOT")
_TOO_LONG, _NOTHING = b"too long", (b"", b"")


class Fault(StrEnum):
    """Why a parser gave no answer: the bound that it hit, or its own end."""

    COMPUTING = "computing"
    CLOCK = "clock"
    MEMORY = "memory"
    ANSWER = "answer"
    RAISED = "raised"
    CRASHED = "crashed"


class SandboxError(Exception):
    """A parser gave no answer; `fault` says why. Not to be shown."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{fault} {detail}".rstrip())
        self.fault = fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandbox:
    """The bounds of the parsers of a module.

    `memory` and `answer` are in bytes. `computing` is in seconds of one processor; `clock`, in
    seconds, is longer: a machine with much to do gives them one by one. `at_once` is for the whole
    site; without it, who starts the parser sees to it.
    """

    module: str
    memory: int
    computing: int
    clock: int
    answer: int
    at_once: int | None = None

    def run(self, parser: str, data: bytes) -> Answer:
        """What the parser of this name says of a file. Raises SandboxError."""
        process = subprocess.Popen(  # noqa: S603 - our own program
            self._command(parser),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
            start_new_session=True,
        )
        # Each thread closes its own stream: what a parser has started may keep both open for ever,
        # out of reach in a session of its own, and must not keep who waits.
        told: SimpleQueue[tuple[bytes, bytes]] = SimpleQueue()
        feeder = threading.Thread(target=_feed, args=(process.stdin, data), daemon=True)
        listener = threading.Thread(target=self._listen, args=(process.stdout, told), daemon=True)
        try:
            feeder.start()
            listener.start()
            kind, body = told.get(timeout=self.clock)
        except Empty as error:
            raise SandboxError(Fault.CLOCK) from error
        finally:
            # Before it is waited for: until then, no other process takes its number.
            _kill(process)
            status = process.wait()
        if kind == child.BYTES:
            return body
        if kind == child.JSON:
            return _read_json(body)
        raise _fault(kind, body, status)

    @contextmanager
    def one_of_few(self, whose: str = "") -> Iterator[None]:
        """Run a parser while few others run on the whole site, and none of `whose`.

        Raises BusyError.
        """
        assert self.at_once is not None  # noqa: S101 - said where the sandbox is made
        with one_of_few(self.module.rpartition(".")[0], self.at_once, whose):
            yield

    def _command(self, parser: str) -> list[str]:
        spec = find_spec(self.module)
        assert spec is not None  # noqa: S101 - named in the code, never by a request
        numbers = (self.memory, self.computing, self.clock)
        return [sys.executable, "-I", child.__file__, str(spec.origin), parser, *map(str, numbers)]

    def _listen(self, stream: IO[bytes], told: "SimpleQueue[tuple[bytes, bytes]]") -> None:
        with stream:
            told.put(self._read(stream))

    def _read(self, stream: IO[bytes]) -> tuple[bytes, bytes]:
        """What the answer is, and the answer; no more is kept of one that is too long."""
        header = stream.read(child.HEADER.size)
        if len(header) < child.HEADER.size:
            return _NOTHING
        kind, length = child.HEADER.unpack(header)
        if length > self.answer:
            return _TOO_LONG, b""
        body = stream.read(length)
        return (kind, body) if len(body) == length else _NOTHING


def _feed(stream: IO[bytes], data: bytes) -> None:
    """Write the file; a parser that is dead, or has read enough, is no reason to fail."""
    with suppress(BrokenPipeError), stream:
        stream.write(data)


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """End the parser and what it started."""
    if sys.platform == "win32":
        process.kill()
        return
    # It may be gone, and on macOS one that is gone may not be written to.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _read_json(body: bytes) -> Answer:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise SandboxError(Fault.CRASHED) from error
    if not isinstance(found, str | dict):
        raise SandboxError(Fault.CRASHED)
    return found


def _fault(kind: bytes, body: bytes, status: int) -> SandboxError:
    if kind == _TOO_LONG:
        return SandboxError(Fault.ANSWER)
    if kind == child.NO_MEMORY:
        return SandboxError(Fault.MEMORY)
    if kind == child.RAISED:
        return SandboxError(Fault.RAISED, body.decode("ascii", "replace"))
    if sys.platform != "win32" and status == -signal.SIGXCPU:
        return SandboxError(Fault.COMPUTING)
    return SandboxError(Fault.CRASHED, str(status))
