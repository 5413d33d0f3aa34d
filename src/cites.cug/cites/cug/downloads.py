"""Answers that browsers save and do not show: written to a temporary file, then sent."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import Any, BinaryIO
from urllib.parse import quote
from ZPublisher.Iterators import filestream_iterator


class Download:
    """A file that is written while the records may be read, and sent after that."""

    def __init__(self, response: Any, filename: str, content_type: str):
        self.response, self.filename, self.content_type = response, filename, content_type

    @contextmanager
    def writing(self) -> Iterator[BinaryIO]:
        """Open the file to write to. Afterwards ``stream`` is the answer."""
        with TemporaryFile() as spool:
            yield spool
            size = spool.seek(0, 2)
            spool.seek(0)
            self.stream = filestream_iterator(os.dup(spool.fileno()))
        self.response.setHeader("Content-Type", self.content_type)
        self.response.setHeader("Content-Length", str(size))
        self.response.setHeader("Content-Disposition", as_attachment(self.filename))


def file_answer(
    response: Any, filename: str, content_type: str, pieces: Iterable[bytes]
) -> filestream_iterator:
    """Make an answer of a file that is read from the records in pieces."""
    download = Download(response, filename, content_type)
    with download.writing() as spool:
        spool.writelines(pieces)
    return download.stream


def as_attachment(filename: str) -> str:
    """The Content-Disposition of a file to save (RFC 6266), with an ASCII name too."""
    plain = "".join(
        c if c.isascii() and c.isprintable() and c not in '"\\%' else "_"
        for c in filename
    )
    return (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
    )
