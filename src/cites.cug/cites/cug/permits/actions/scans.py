"""Scans of the printed permit. The database keeps each in pieces of 256 KiB.

A scan shows everything that is printed on the paper. So members see scans only if they
may see names and addresses; whoever may import permits may add scans.
"""

from cites.cug import _
from cites.cug.core.sql.proofs import change_proven, trusted
from cites.cug.core.sql.session import session, write_session
from cites.cug.core.validation.errors import (
    CONFLICT,
    FieldError,
    InvalidValue,
    Missing,
    mistakes_in,
    Refusal,
)
from cites.cug.permits.actions.status import locked
from cites.cug.permits.audit_records import record_permit_event
from cites.cug.permits.models import ChunkRow, PermitRow
from cites.cug.permits.registry import ATTACHMENT, Attachment, get, Registered
from cites.cug.permits.rows import PERMIT
from cites.cug.web.uploads.files import accept_upload, IMAGE_TYPES, TakenFile, Upload
from cites.cug.wsgi.body_limits import max_files_bytes
from collections.abc import Iterator, Sequence
from datetime import datetime, UTC
from sqlalchemy import Connection, insert, select
from zope.schema.interfaces import ValidationError


ACCEPTED = {"application/pdf": (".pdf",)} | IMAGE_TYPES
CHUNK = ChunkRow.__table__
CHUNK_BYTES = 256 * 2**10
MAX_SCANS = 20
ALTERED = _("permits_scan_changed_outside_portal_text")


def add_scans(
    permit_id: str, uploads: Sequence[Upload], *, acting_user: str
) -> list[Attachment]:
    """Clean the uploaded files and keep them with the permit.

    Accepts PDF files and images, at most ``MAX_SCANS`` for a permit and
    ``max_files_bytes()`` bytes together. Answers the new scans, which are numbered on
    from the last one. Raises Missing if there is no such permit, and InvalidValue with
    all mistakes; the place of a mistake is the position of its file among the uploads:
    ``[0]``.
    """
    # Before the first write: cleaning is slow, and other writers would wait.
    files, wrong = _taken(uploads)
    connection = write_session().connection()
    permit = locked(connection, permit_id)
    _check(permit, files, wrong)
    first = max((scan.number for scan in permit.attachments), default=-1) + 1
    now, scans = datetime.now(UTC), list[Attachment]()
    for number, file in enumerate(files, start=first):
        scan = Attachment(
            number=number,
            filename=file.filename,
            content_type=file.content_type,
            size=file.size,
            added=now,
        )
        scans.append(scan)
        _store(connection, permit_id, scan, file, acting_user)
        detail = {"number": scan.number, "filename": scan.filename, "size": scan.size}
        record_permit_event("scan", acting_user, permit_id, **detail)
    mine, total = PERMIT.c.id == permit_id, len(permit.attachments) + len(scans)
    change_proven(connection, PermitRow, mine, attachments_total=total)
    return scans


def open_scan(
    permit_id: str, number: int, *, acting_user: str
) -> tuple[Attachment, Iterator[bytes]]:
    """Scan ``number`` of a permit, and its content as an iterator of bytes.

    Raises Missing if there is no such permit or scan, and Refusal if the content is not
    what was stored.
    """
    write_session()
    permit = get(permit_id)
    for scan in permit.attachments if permit else ():
        if scan.number == number:
            if sum(map(len, _pieces(permit_id, number))) != scan.size:
                raise Refusal(ALTERED, CONFLICT)
            record_permit_event("download", acting_user, permit_id, number=number)
            return scan, _pieces(permit_id, number)
    raise Missing(permit_id)


def _taken(uploads: Sequence[Upload]) -> tuple[list[TakenFile], list[FieldError]]:
    """The cleaned files, and the mistakes of the files that were refused."""
    files, wrong = list[TakenFile](), list[FieldError]()
    for position, (filename, stream) in enumerate(uploads):
        try:
            files.append(accept_upload(stream, filename, ACCEPTED))
        except ValidationError as error:
            text = next(iter(mistakes_in(error))).message
            wrong.append(FieldError(text, f"[{position}]"))
    if not uploads:
        wrong.append(FieldError(_("common_no_file_was_chosen_error")))
    return files, wrong


def _check(
    permit: Registered, files: Sequence[TakenFile], wrong: list[FieldError]
) -> None:
    """Check number and total size of the files. Raises InvalidValue with these mistakes
    and those in ``wrong``.
    """
    kept = permit.attachments
    if len(kept) + len(files) > MAX_SCANS:
        text = _("common_more_than_files", mapping={"limit": MAX_SCANS})
        wrong.append(FieldError(text))
    sizes = [scan.size for scan in kept] + [file.size for file in files]
    if sum(sizes) > max_files_bytes():
        mapping = {"limit": max_files_bytes() // 2**20}
        text = _("common_files_larger_than_mb_text", mapping=mapping)
        wrong.append(FieldError(text))
    if wrong:
        raise InvalidValue(*wrong)


def _store(
    connection: Connection,
    permit_id: str,
    scan: Attachment,
    file: TakenFile,
    acting_user: str,
) -> None:
    place = {"permit_id": permit_id, "number": scan.number}
    row = {
        **place,
        "filename": scan.filename,
        "content_type": scan.content_type,
        "size": scan.size,
        "added": scan.added,
        "added_by": acting_user,
    }
    connection.execute(insert(ATTACHMENT), row)
    for position, data in enumerate(file.pieces(CHUNK_BYTES)):
        connection.execute(insert(CHUNK), {**place, "position": position, "data": data})


def _pieces(permit_id: str, number: int) -> Iterator[bytes]:
    mine = (CHUNK.c.permit_id == permit_id, CHUNK.c.number == number)
    positions = select(CHUNK.c.position).where(*mine).order_by(CHUNK.c.position)
    connection = session().connection()
    # One piece for each query: PostgreSQL's driver fetches all rows of a query at once.
    for position in connection.scalars(positions).all():
        query = select(CHUNK).where(*mine, CHUNK.c.position == position)
        for row in trusted(ChunkRow, connection.execute(query)):
            yield row.data
