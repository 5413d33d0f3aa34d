"""A mail server as a process of its own; writes what it took into a file.

``python smtp_server.py PORT FILE BEHAVIOUR [SECONDS]``; behaviours are the names of the
methods of ``Behaviour``.
"""

import asyncio
import json
import sys
from aiosmtpd.controller import Controller
from pathlib import Path
from threading import Event


class Behaviour:
    def __init__(self, file: Path, name: str, seconds: float):
        self.file, self.answer, self.seconds = file, getattr(self, name), seconds

    async def handle_RCPT(self, server, session, envelope, address, options):
        if "gone" in address:
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        return await self.answer(server, envelope)

    def keep(self, envelope) -> None:
        mail = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "content": envelope.content.decode("ascii"),
        }
        with self.file.open("a", encoding="ascii") as file:
            file.write(json.dumps(mail) + "\n")

    async def takes(self, server, envelope):
        self.keep(envelope)
        return "250 OK"

    async def defers(self, server, envelope):
        return "451 4.3.0 Try again later"

    async def rejects(self, server, envelope):
        return "554 5.7.1 Refused by policy"

    async def is_slow(self, server, envelope):
        await asyncio.sleep(self.seconds)
        return await self.takes(server, envelope)

    async def drops(self, server, envelope):
        self.keep(envelope)
        server.transport.abort()
        return "250 OK"


def main(port: str, file: str, name: str, seconds: str = "0") -> None:
    behaviour = Behaviour(Path(file), name, float(seconds))
    Controller(behaviour, hostname="127.0.0.1", port=int(port)).start()
    Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
