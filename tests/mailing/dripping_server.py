"""A mail server as a process of its own that sends one byte now and then, for ever.

``python dripping_server.py PORT FILE WHEN SECONDS``; WHEN is the step in which it drips:
``banner``, ``hello``, ``data``, ``handshake`` (of TLS); or ``slow``, where it does so for
mails to readers whose domain begins with that word, and takes all others. Each mail that
came to its end is a line in the file: its recipient.
"""

import asyncio
import sys
from contextlib import suppress
from itertools import chain, repeat
from pathlib import Path


#: The beginning of a long message of TLS.
HANDSHAKE = b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc\x03\x03"


class Server:
    def __init__(self, file: Path, when: str, seconds: float):
        self.file, self.when, self.seconds = file, when, seconds

    async def serve(self, reader, writer) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await self._talk(reader, writer)
        writer.close()

    async def _talk(self, reader, writer) -> None:
        if self.when in ("banner", "handshake"):
            await self._drip(writer)
        writer.write(b"220 drips\r\n")
        recipient = ""
        while line := (await reader.readline()).decode().strip():
            verb = line[:4].upper()
            if verb == "EHLO" and self.when == "hello":
                await self._drip(writer)
            if verb == "RCPT":
                recipient = line.partition("<")[2].rstrip(">")
                if self.when == "slow" and "@slow" in recipient:
                    await self._drip(writer)
            if verb == "DATA":
                writer.write(b"354 go on\r\n")
                await reader.readuntil(b"\r\n.\r\n")
                with self.file.open("a") as file:
                    file.write(f"{recipient}\n")
                if self.when == "data":
                    await self._drip(writer)
            writer.write(b"221 bye\r\n" if verb == "QUIT" else b"250 ok\r\n")

    async def _drip(self, writer) -> None:
        said = HANDSHAKE if self.when == "handshake" else b""
        for byte in chain(said, repeat(ord("2"))):
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(self.seconds)


async def main(port: str, file: str, when: str, seconds: str) -> None:
    server = Server(Path(file), when, float(seconds))
    async with await asyncio.start_server(server.serve, "127.0.0.1", int(port)) as opened:
        await opened.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
