"""Answers that browsers save and never show: made in a nameless file, sent from it."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import Any, BinaryIO
from urllib.parse import quote
from ZPublisher.Iterators import filestream_iterator


class Download:
    """Written while the records may still be read, sent once the request has ended."""

    def __init__(self, response: Any, filename: str, content_type: str):
        self.response, self.filename, self.content_type = response, filename, content_type

    @contextmanager
    def writing(self) -> Iterator[BinaryIO]:
        """The file to write to; ``stream`` is the answer afterwards."""
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
    """A file that is read from the records piece by piece, as an answer."""
    download = Download(response, filename, content_type)
    with download.writing() as spool:
        spool.writelines(pieces)
    return download.stream


def as_attachment(filename: str) -> str:
    """Header of a file to be saved (RFC 6266); for old clients in ASCII too."""
    plain = "".join(
        c if c.isascii() and c.isprintable() and c not in '"\\%' else "_"
        for c in filename
    )
    return (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
    )
