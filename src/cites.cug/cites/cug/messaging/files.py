"""Files of messages, sealed in pieces so that no whole file is held in memory."""

import json
from cites.cug import _
from cites.cug.core.encryption.sealing import Seal, Untrusted
from cites.cug.core.validation.errors import about, FieldErrors, mistakes_in
from cites.cug.messaging.models import Attachment, FileChunk
from cites.cug.web.uploads.files import (
    accept_upload,
    DOCUMENT_TYPES,
    IMAGE_TYPES,
    TakenFile,
    Upload,
)
from cites.cug.wsgi.body_limits import max_files_bytes
from collections.abc import Iterable, Iterator, Sequence
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session
from typing import NamedTuple
from zope.schema.interfaces import ValidationError


ACCEPTED = DOCUMENT_TYPES | IMAGE_TYPES
CHUNK_BYTES = 256 * 2**10
MAX_FILES = 20


class MessageFile(NamedTuple):
    """A file of a message."""

    number: int
    filename: str
    content_type: str
    size: int


class NewFile(NamedTuple):
    """A file that is about to be stored."""

    file: MessageFile
    pieces: Iterator[bytes]


class TakenFiles(NamedTuple):
    """Files that were handed in: the accepted ones, and what is wrong with others."""

    files: Sequence[TakenFile]
    mistakes: FieldErrors


#: Files as actions are given them: as uploads, or checked by ``take_files`` before.
Handed = Sequence[Upload] | TakenFiles


def take_files(uploads: Handed) -> TakenFiles:
    """Check and clean files. It is slow, so it comes before the turn to write."""
    if isinstance(uploads, TakenFiles):
        return uploads
    files, mistakes = list[TakenFile](), FieldErrors()
    for position, (filename, stream) in enumerate(uploads):
        try:
            files.append(accept_upload(stream, filename, ACCEPTED))
        except ValidationError as error:
            for mistake in mistakes_in(error):
                # The mistake of a single file stands beside its name already.
                several = len(uploads) > 1
                said = about(filename, mistake.message) if several else mistake.message
                mistakes.add(f"attachments[{position}]", said)
    return TakenFiles(files, mistakes)


def check_files(taken: TakenFiles, kept: Sequence[MessageFile] = ()) -> list[NewFile]:
    """The files that may be added to those that are kept. Raises InvalidValues."""
    mistakes = FieldErrors()
    mistakes.gather(taken.mistakes.raise_any)
    first = max((file.number for file in kept), default=-1) + 1
    checked = [
        NewFile(
            MessageFile(number, file.filename, file.content_type, file.size),
            file.pieces(CHUNK_BYTES),
        )
        for number, file in enumerate(taken.files, start=first)
    ]
    if len(kept) + len(checked) > MAX_FILES:
        text = _("common_more_than_files", mapping={"limit": MAX_FILES})
        mistakes.add("attachments", text)
    if (
        sum(file.size for file in (*kept, *(new.file for new in checked)))
        > max_files_bytes()
    ):
        text = _(
            "common_files_larger_than_mb_text",
            mapping={"limit": max_files_bytes() // 2**20},
        )
        mistakes.add("attachments", text)
    mistakes.raise_any()
    return checked


def store_files(records: Session, seal: Seal, files: Iterable[NewFile]) -> None:
    """Seal files with their message's key, and store them."""
    for file, pieces in files:
        number = file.number
        place = {"message_id": seal.message_id, "number": number}
        head = seal.close(f"file:{number}", json.dumps(file[1:]).encode())
        row = {**place, "size": file.size, "head": head}
        records.execute(insert(Attachment.__table__), row)
        for position, piece in enumerate(pieces):
            data = seal.close(f"file:{number}:{position}", piece)
            row = {**place, "position": position, "data": data}
            records.execute(insert(FileChunk.__table__), row)


def delete_file(records: Session, seal: Seal, number: int) -> None:
    """Delete a file of a message; its row must be changed in the same transaction."""
    for table in (FileChunk.__table__, Attachment.__table__):
        here = (table.c.message_id == seal.message_id, table.c.number == number)
        records.execute(delete(table).where(*here))


def files_of(records: Session, seal: Seal, total: int) -> list[MessageFile]:
    """The files of a message, in their order.

    ``total`` is how many there must be. Raises Untrusted where there are more or fewer.
    """
    query = (
        select(Attachment.number, Attachment.head)
        .where(Attachment.message_id == seal.message_id)
        .order_by(Attachment.number)
    )
    files = [
        MessageFile(number, *json.loads(seal.open(f"file:{number}", head)))
        for number, head in records.connection().execute(query)
    ]
    if len(files) != total:
        raise Untrusted(seal.message_id)
    return files


def pieces_of(records: Session, seal: Seal, file: MessageFile) -> Iterator[bytes]:
    """The content of a file. Raises Untrusted if a piece is missing or was changed."""
    left, position = file.size, 0
    while left > 0:
        query = select(FileChunk.data).where(
            FileChunk.message_id == seal.message_id,
            FileChunk.number == file.number,
            FileChunk.position == position,
        )
        sealed = records.connection().execute(query).scalar() or b""
        piece = seal.open(f"file:{file.number}:{position}", sealed)
        yield piece
        left -= len(piece)
        position += 1


def forwarded_files(records: Session, seal: Seal, total: int) -> list[NewFile]:
    """The files of a message that another one forwards; ``total`` as in ``files_of``."""
    files = files_of(records, seal, total)
    return [NewFile(file, pieces_of(records, seal, file)) for file in files]
