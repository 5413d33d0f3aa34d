"""Scan files with clamd, where the deployment names one. Without its answer, refuse.

Protocol: clamd(8), command INSTREAM.
"""

import logging
import socket
import struct
from cites.cug import _
from cites.cug.core.settings.deployment import clamd
from cites.cug.core.validation.errors import InvalidValue
from typing import BinaryIO


SECONDS = 60
PIECE_BYTES = 256 * 2**10
CLEAN, FOUND = b"stream: OK", b" FOUND"
MAX_ANSWER_BYTES = 4096
logger = logging.getLogger(__name__)


def refuse_infected(stream: BinaryIO) -> None:
    """Raise Refused for a file that is infected, or that could not be scanned."""
    address = clamd()
    if not address:
        return
    size = stream.seek(0, 2)
    stream.seek(0)
    try:
        answer = _ask(address, stream)
    except (OSError, ValueError) as error:  # a port that is no number
        logger.error("clamd at %s does not answer: %s", address, error)
        answer = b""
    if answer == CLEAN:
        return
    logger.warning("clamd refuses a file of %s bytes: %r", size, answer)
    if answer.endswith(FOUND):
        raise InvalidValue(_("web_virus_scanner_file_contains_virus_error"))
    raise InvalidValue(_("web_virus_scanner_file_checked_viruses_now_error"))


def _ask(address: str, stream: BinaryIO) -> bytes:
    with _connected(address) as connection:
        connection.sendall(b"zINSTREAM\0")
        while piece := stream.read(PIECE_BYTES):
            connection.sendall(struct.pack(">I", len(piece)) + piece)
        connection.sendall(struct.pack(">I", 0))
        return connection.makefile("rb").read(MAX_ANSWER_BYTES).rstrip(b"\0\n")


def _connected(address: str) -> socket.socket:
    """Connect to clamd at ``/run/clamav/clamd.ctl`` or ``host:port``."""
    if not address.startswith("/"):
        host, _colon, port = address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(SECONDS)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection
