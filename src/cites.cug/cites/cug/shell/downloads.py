"""Files that are made for one answer, and gone when it has been sent."""

from tempfile import TemporaryFile
from typing import Any
from urllib.parse import quote
from zope.interface import implementer
from ZPublisher.Iterators import IUnboundStreamIterator


PIECE = 64 * 2**10


@implementer(IUnboundStreamIterator)
class Download:
    """Written while the request lasts, sent when its transaction is over."""

    def __init__(self) -> None:
        # Without a name: it goes with the process, whatever happens.
        self.file = TemporaryFile()  # noqa: SIM115 - closed once it is sent

    def write(self, piece: bytes) -> None:
        self.file.write(piece)

    def ready(self, response: Any, filename: str, content_type: str) -> "Download":
        """As an answer that browsers save and never show."""
        response.setHeader("Content-Type", content_type)
        response.setHeader("Content-Length", str(self.file.seek(0, 2)))
        disposition = f"attachment; filename*=UTF-8''{quote(filename, safe='')}"
        response.setHeader("Content-Disposition", disposition)
        self.file.seek(0)
        return self

    def __iter__(self) -> "Download":
        return self

    def __next__(self) -> bytes:
        piece = self.file.read(PIECE)
        if not piece:
            self.file.close()
            raise StopIteration
        return piece
