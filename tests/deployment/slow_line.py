"""A line over which a server on this machine is heard late."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class SlowLine:
    """What stands between a client and a server; opened by `slow_line`.

    `port` is where clients come; what the server says reaches them `delay` seconds
    late, in its order.
    """

    port: int
    delay = 0.0

    def __init__(self, server_port: int) -> None:
        self.server_port = server_port

    async def open(self) -> asyncio.Server:
        server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        return server

    async def _connect(self, from_client, to_client) -> None:
        from_server, to_server = await asyncio.open_connection(
            "127.0.0.1", self.server_port
        )
        await asyncio.gather(
            self._pass_on(from_client, to_server, late=False),
            self._pass_on(from_server, to_client, late=True),
        )

    async def _pass_on(self, reader, writer, late: bool) -> None:
        while data := await reader.read(2**16):
            if late:
                await asyncio.sleep(self.delay)
            writer.write(data)
            await writer.drain()
        writer.close()


@contextmanager
def slow_line(server_port: int) -> Iterator[SlowLine]:
    line = SlowLine(server_port)
    # In a thread of its own: a browser test may have left this one a loop that runs.
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    opened = asyncio.run_coroutine_threadsafe(line.open(), loop).result()
    try:
        yield line
    finally:
        loop.call_soon_threadsafe(opened.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
