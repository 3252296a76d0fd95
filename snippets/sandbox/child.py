"""The program that a sandbox starts: bounds itself, then gives a file to a parser.

Arguments: the path of the parser's module, the name of the parser in its `PARSERS`, bytes of
memory, seconds of computing, seconds of the clock. The file comes on standard input. The answer
goes to what standard output was at the start: one letter and a length (`HEADER`), then the bytes.
What the parser prints goes nowhere.

It imports nothing of the project: it is ready in the time that Python takes to start.
"""

import importlib.util
import json
import os
import signal
import struct
import sys
from pathlib import Path
from types import ModuleType

HEADER = struct.Struct(">cQ")
# What an answer is: bytes, JSON (a dict, or a str that says why not), or the name of an exception.
BYTES, JSON, RAISED, NO_MEMORY = b"B", b"J", b"R", b"M"
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


def bound(memory: int, computing: int, clock: int) -> None:
    """Bound what is held (not what is mapped, which libraries take plenty of) and computed.

    The parent has a clock; this one is for a child whose parent is gone.
    """
    try:
        import resource
    except ImportError:  # not on Windows: there, the parent's clock alone stops it
        return
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    # A signal that the parent recognises, then one that cannot be ignored.
    resource.setrlimit(resource.RLIMIT_CPU, (computing, computing + 1))
    # A core would be the person's file on disk.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(clock + 1)


def write_no_file() -> None:
    """Refuse that anything is written on disk: once what is compiled of the parser's module is."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def leave_the_network() -> None:
    """Go where no network is, on a Linux that lets one: containers often do not."""
    if sys.platform != "linux":
        return
    import ctypes

    unshare = ctypes.CDLL(None).unshare
    # The first is for who has the right, the second for everybody else.
    if unshare(_NEW_NETWORK) != 0:
        unshare(_NEW_USER | _NEW_NETWORK)


def load(path: str) -> ModuleType:
    """The parser's module or package, without the packages that it is in."""
    file = Path(path)
    name = file.parent.name if file.stem == "__init__" else file.stem
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None  # noqa: S101 - a path that ends in .py has one
    assert spec.loader is not None  # noqa: S101
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def answer(path: str, name: str) -> tuple[bytes, bytes]:
    """What the parser says of the file, whatever happens to it."""
    try:
        parse = load(path).PARSERS[name]
        write_no_file()
        found = parse(sys.stdin.buffer.read())
        if isinstance(found, bytes):
            return BYTES, found
        return JSON, json.dumps(found).encode()
    except MemoryError:
        return NO_MEMORY, b""
    except Exception as error:  # noqa: BLE001 - parsers of hostile files raise anything
        # Its message may be words of the file.
        return RAISED, type(error).__name__.encode()


def main() -> None:
    """Answer on a descriptor that only this function knows."""
    path, name, *numbers = sys.argv[1:]
    out = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    bound(*map(int, numbers))
    leave_the_network()
    kind, body = answer(path, name)
    with os.fdopen(out, "wb") as stream:
        stream.write(HEADER.pack(kind, len(body)))
        stream.write(body)
        stream.flush()
        # Neither what the parser left to run at the end, nor its threads.
        os._exit(0)


if __name__ == "__main__":
    main()
