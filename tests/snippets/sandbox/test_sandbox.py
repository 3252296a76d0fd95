"""A parser in its sandbox: each bound is hit for real, and nothing is left behind."""

import os
import select
import signal
import socket
import subprocess
import time
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from snippets.sandbox import Fault, Sandbox, SandboxError

SANDBOX = Sandbox(
    module="tests.snippets.sandbox.parsers",
    memory=200_000_000,
    computing=1,
    clock=20,
    answer=100_000,
)
HASTY = replace(SANDBOX, clock=1)


def fault(parser: str, data: bytes = b"", sandbox: Sandbox = SANDBOX) -> Fault:
    with pytest.raises(SandboxError) as caught:
        sandbox.run(parser, data)
    return caught.value.fault


def running() -> set[int]:
    """The processes that some parser of these tests still has, and those nobody waited for."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        is_ours = state == "Z" and int(parent) == os.getpid()
        if is_ours or b"sandbox/parsers.py" in command:
            found.add(int(folder.name))
    return found


def all_end(processes: set[int]) -> bool:
    """Whether they end: the system takes a moment after the signal."""
    for process in processes:
        with suppress(ProcessLookupError):
            end = os.pidfd_open(process)
            with closing(os.fdopen(end)):
                if not select.select([end], [], [], 5)[0]:
                    return False
    return True


@pytest.mark.parametrize(
    ("parser", "data", "sandbox", "expected"),
    [
        ("compute", b"", SANDBOX, Fault.COMPUTING),
        ("wait", b"", HASTY, Fault.CLOCK),
        ("fork_and_wait", b"", HASTY, Fault.CLOCK),
        ("hold", b"300000000", SANDBOX, Fault.MEMORY),
        ("say_much", b"100001", SANDBOX, Fault.ANSWER),
        ("announce_much", b"", SANDBOX, Fault.ANSWER),
        ("answer_by_halves", b"", SANDBOX, Fault.CRASHED),
        ("answer_a_number", b"", SANDBOX, Fault.CRASHED),
        ("answer_too_deep", b"", SANDBOX, Fault.CRASHED),
        ("crash", b"", SANDBOX, Fault.CRASHED),
        ("raise_words_of_the_file", b"", SANDBOX, Fault.RAISED),
    ],
)
def test_a_bound_that_is_hit_is_told_and_nothing_keeps_running(parser, data, sandbox, expected):
    before = running()
    assert fault(parser, data, sandbox) is expected
    assert all_end(running() - before)


def test_what_ignores_the_bound_of_computing_is_killed_a_second_later():
    started = time.monotonic()
    assert fault("refuse_to_stop") is Fault.CRASHED
    assert time.monotonic() - started < SANDBOX.clock


def test_what_fits_in_the_bounds_is_answered():
    assert SANDBOX.run("say_much", b"100000") == b"a" * 100_000
    assert SANDBOX.run("hold", b"1000000") == "1000000"


def test_a_file_larger_than_a_pipe_is_read_and_one_that_is_not_read_stops_nothing():
    data = bytes(5_000_000)
    assert replace(SANDBOX, answer=6_000_000).run("talk", data) == data
    assert fault("crash", data) is Fault.CRASHED


def test_what_a_parser_starts_ends_with_it_and_does_not_hold_its_answer():
    before = running()
    started = time.monotonic()
    SANDBOX.run("fork", b"")
    assert time.monotonic() - started < SANDBOX.clock
    assert all_end(running() - before)


def test_what_has_left_the_group_of_its_parser_does_not_keep_who_waits():
    before = running()
    assert fault("fork_and_leave", sandbox=HASTY) is Fault.CLOCK
    for process in running() - before:
        os.kill(process, signal.SIGKILL)


def test_what_is_printed_is_no_part_of_the_answer():
    assert SANDBOX.run("talk", b"the answer") == b"the answer"


def test_an_exception_is_named_without_its_words():
    with pytest.raises(SandboxError) as caught:
        SANDBOX.run("raise_words_of_the_file", b"Nadia Lefort")
    assert str(caught.value) == "raised LookupError"


def test_only_what_a_module_declares_may_be_run():
    assert fault("undeclared") is Fault.RAISED
    assert fault("subprocess") is Fault.RAISED


def test_a_parser_knows_neither_the_project_nor_its_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "secret")
    seen = SANDBOX.run("look_around", b"")
    assert set(seen["environment"]) <= {"LD_LIBRARY_PATH", "LC_CTYPE"}
    assert seen["loaded"] == []
    assert str(Path.cwd()) not in seen["path"]


def test_nothing_is_written_on_disk(tmp_path):
    file = tmp_path / "written"
    assert fault("write", str(file).encode()) is Fault.RAISED
    assert not file.exists() or file.read_bytes() == b""


def test_no_network_is_there_where_the_system_can_take_it_away():
    if subprocess.run(["unshare", "--user", "--net", "true"], capture_output=True).returncode:
        pytest.skip("This machine lets no process leave the network.")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1]).encode()
        assert fault("connect", port) is Fault.RAISED
