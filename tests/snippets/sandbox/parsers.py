"""Parsers that do what a hostile file may make one do. They run in a sandbox only."""

import os
import signal
import socket
import subprocess
import sys


def compute(data: bytes) -> str:
    while True:
        pass


def wait(data: bytes) -> str:
    signal.pause()
    return ""


def hold(data: bytes) -> str:
    return str(len(bytearray(int(data))))


def say_much(data: bytes) -> bytes:
    return b"a" * int(data)


def announce_much(data: bytes) -> str:
    """A child that is taken over says what it likes, on whatever it finds."""
    for number in range(3, 20):
        try:
            os.write(number, b"B" + (2**63).to_bytes(8, "big"))
        except OSError:
            continue
    os._exit(0)


def answer_by_halves(data: bytes) -> str:
    for number in range(3, 20):
        try:
            os.write(number, b"B" + (9).to_bytes(8, "big") + b"half")
        except OSError:
            continue
    os._exit(0)


def answer_too_deep(data: bytes) -> str:
    body = b"[" * 90_000
    for number in range(3, 20):
        try:
            os.write(number, b"J" + len(body).to_bytes(8, "big") + body)
        except OSError:
            continue
    os._exit(0)


def fork(data: bytes) -> str:
    """Leave a child that has the descriptors of the answer, and forks again."""
    if os.fork() == 0:
        os.fork()
        signal.pause()
    return ""


def fork_and_wait(data: bytes) -> str:
    os.fork()
    signal.pause()
    return ""


def fork_and_leave(data: bytes) -> str:
    """Leave a child in a session of its own, which keeps the pipes open."""
    if os.fork() == 0:
        os.setsid()
    signal.pause()
    return ""


def crash(data: bytes) -> str:
    os.kill(os.getpid(), signal.SIGSEGV)
    return ""


def refuse_to_stop(data: bytes) -> str:
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    return compute(data)


def raise_words_of_the_file(data: bytes) -> str:
    raise LookupError(data.decode())


def talk(data: bytes) -> bytes:
    print("a library has something to say")
    sys.stdout.flush()
    os.write(1, b"so has its C part")
    print("aloud", file=sys.stderr)
    subprocess.run(["/bin/echo", "and what it starts"])
    return data


def look_around(data: bytes) -> dict[str, object]:
    loaded = {"django", "snippets", "portal", "config"} & sys.modules.keys()
    return {"environment": sorted(os.environ), "loaded": sorted(loaded), "path": sys.path}


def connect(data: bytes) -> str:
    with socket.create_connection(("127.0.0.1", int(data)), timeout=5):
        return "connected"


def write(data: bytes) -> str:
    with open(data, "w") as file:  # noqa: PTH123
        file.write("words of somebody's file")
    return ""


def undeclared(data: bytes) -> str:
    return "what nobody may run"


def answer_a_number(data: bytes) -> int:
    return 3


PARSERS = {
    name: found
    for name, found in globals().items()
    if callable(found) and getattr(found, "__module__", "") == __name__
}
del PARSERS["undeclared"]
