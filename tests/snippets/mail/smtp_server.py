"""A real SMTP server of its own process, which can be killed: `python smtp_server.py PORT LOG`.

With `closing` after LOG, it answers 421 to every message, as a server that stops does.

The local part of a recipient says how it is treated: `refuse…` is unknown for good, `grey…` is put
off the first time, `busy…` is answered 421 each time, `hold…` gets no answer once its
message is whole: the server waits to be killed, the first time. What it takes is a line of LOG,
written before the answer leaves.
"""

import asyncio
import json
import os
import sys
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.controller import UnthreadedController

# Between what it wrote down and its answer, as a network takes: a worker that is killed meets this
# moment, which nothing else would leave open. No test waits for it.
ANSWER_DELAY = 0.002


class Log:
    """What happened, one JSON line each: kept when the server is killed."""

    def __init__(self, path):
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.greylisted = {line["to"] for line in read_log(path) if line["event"] == "greylisted"}
        self.held = any(line["event"] == "held" for line in read_log(path))

    def write(self, event, **details):
        os.write(self.file, json.dumps({"event": event, **details}).encode() + b"\n")


class Handler:
    def __init__(self, log, closing):
        self.log, self.closing = log, closing

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        if self.closing:
            return "421 4.3.2 this server stops"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address.startswith("refuse"):
            self.log.write("refused", to=address)
            return "550 5.1.1 nobody of that name here"
        if address.startswith("busy"):
            return "421 4.7.0 too much for this one"
        if address.startswith("grey") and address not in self.log.greylisted:
            self.log.greylisted.add(address)
            self.log.write("greylisted", to=address)
            return "451 4.7.1 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        message = message_from_bytes(envelope.content)
        (to,) = envelope.rcpt_tos
        self.log.write("accepted", to=to, id=message["Message-ID"])
        if to.startswith("hold") and not self.log.held:
            self.log.held = True
            self.log.write("held", to=to)
            await asyncio.Event().wait()
        await asyncio.sleep(ANSWER_DELAY)
        return "250 OK"


def read_log(path):
    """The lines that were written whole."""
    lines = Path(path).read_text().split("\n")[:-1] if Path(path).exists() else []
    return [json.loads(line) for line in lines]


def main():
    port, path, *mode = sys.argv[1:]
    loop = asyncio.new_event_loop()
    handler = Handler(Log(path), mode == ["closing"])
    controller = UnthreadedController(handler, hostname="127.0.0.1", port=int(port), loop=loop)
    controller.begin()
    print("ready", flush=True)
    loop.run_forever()


if __name__ == "__main__":
    main()
