"""A mail server as a process of its own; writes what it took into a file.

``python smtp_server.py PORT FILE BEHAVIOUR SECONDS [CERTIFICATE]``; behaviours are the
names of the methods of ``Behaviour``. With a certificate it offers STARTTLS.
"""

import asyncio
import json
import ssl
import sys
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
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
        return await self.answer(server, session, envelope)

    async def auth_PLAIN(self, server, args):
        self.keep_line({"password": args})
        return AuthResult(success=True)

    def keep(self, session, envelope) -> None:
        mail = {
            "encrypted": session.ssl is not None,
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "content": envelope.content.decode("ascii"),
        }
        self.keep_line(mail)

    def keep_line(self, line: dict) -> None:
        with self.file.open("a", encoding="ascii") as file:
            file.write(json.dumps(line) + "\n")

    async def takes(self, server, session, envelope):
        self.keep(session, envelope)
        return "250 OK"

    async def defers(self, server, session, envelope):
        return "451 4.3.0 Try again later"

    async def rejects(self, server, session, envelope):
        return "554 5.7.1 Refused by policy"

    async def is_slow(self, server, session, envelope):
        await asyncio.sleep(self.seconds)
        return await self.takes(server, session, envelope)

    async def drops(self, server, session, envelope):
        self.keep(session, envelope)
        server.transport.abort()
        return "250 OK"


def main(port: str, file: str, name: str, seconds: str, certificate: str = "") -> None:
    behaviour = Behaviour(Path(file), name, float(seconds))
    context = None
    if certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
    Controller(
        behaviour, hostname="127.0.0.1", port=int(port), tls_context=context
    ).start()
    Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
