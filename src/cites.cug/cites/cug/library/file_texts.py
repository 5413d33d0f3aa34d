"""The words of files, read once for each file and kept in the records.

A change of an item's title reads no file again, and pages can show what was read. Small
files are read in the request that stores them, large ones by the clock soon after.
"""

from cites.cug.library.office import words_of
from cites.cug.programs.bounds import PATIENCE
from cites.cug.programs.bounds import ProgramFailed
from cites.cug.programs.bounds import ProgramsBusy
from cites.cug.programs.external import run_bounded
from cites.cug.programs.workers import in_worker
from cites.cug.sql.moments import Moment
from cites.cug.sql.session import Base
from cites.cug.sql.session import INSERTS
from cites.cug.sql.session import session
from cites.cug.sql.session import writing
from cites.cug.uploads.zip_archives import ODF
from cites.cug.uploads.zip_archives import OFFICE
from datetime import datetime
from datetime import timedelta
from plone.namedfile.interfaces import INamedBlobFile
from sqlalchemy import delete
from sqlalchemy import or_
from sqlalchemy import select
from sqlalchemy import String
from sqlalchemy import Text
from sqlalchemy import update
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column
from typing import NamedTuple


PDF = "application/pdf"
#: More of a file is not kept: nobody searches for page 500.
MAX_CHARACTERS = 500_000
#: A character takes up to four bytes.
MAX_BYTES = 4 * MAX_CHARACTERS
#: What a worker's answer holds beside them.
SLACK = 2**10
#: Larger files, and those that take longer, are left to the clock: while the request
#: that stores a file reads it, others may be waiting to write.
AT_ONCE_BYTES, AT_ONCE_SECONDS = 2 * 2**20, 5
MOST_SECONDS = 60
#: How long a run may hold a file, and how often one is tried whose run was killed.
LEASE = timedelta(minutes=10)
MOST_TRIES = 3


class FileText(Base):
    """Of the file that an item holds now; no text: not read yet."""

    __tablename__ = "library_file_text"

    item_uid: Mapped[str] = mapped_column(String(32), primary_key=True)
    #: Which file it is of: an item may be given another.
    file_key: Mapped[str] = mapped_column(String(40))
    text: Mapped[str | None] = mapped_column(Text)
    claimed_until: Mapped[datetime | None] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)


def is_read(content_type: str) -> bool:
    """Whether files of that type are read here."""
    return content_type == PDF or content_type.startswith((OFFICE, ODF))


def text_of(item_uid: str, file: INamedBlobFile) -> str | None:
    """The file's words; None where they are still to be read."""
    key = file_key(file)
    kept = select(FileText.text).where(
        FileText.item_uid == item_uid, FileText.file_key == key
    )
    rows = session().execute(kept).all()
    if rows:
        return rows[0].text
    text = _read_at_once(file)
    _write(item_uid, file_key=key, text=text, claimed_until=None, tries=0)
    return text


def _write(item_uid: str, **values: object) -> None:
    records = writing()
    insert = INSERTS[records.get_bind().dialect.name]
    row = insert(FileText).values(item_uid=item_uid, **values)
    # Two that come first at the same moment must not fail each other.
    records.execute(row.on_conflict_do_update(index_elements=["item_uid"], set_=values))


def file_key(file: INamedBlobFile) -> str:
    """Tells a file from the one that it replaced, without reading either."""
    return f"{file.modified:.3f}-{file.getSize()}"


def read_text(
    file: INamedBlobFile, seconds: int = MOST_SECONDS, patience: float = PATIENCE
) -> str:
    """The file's words. Raises ProgramFailed and ProgramsBusy."""
    with file.open() as stored:
        if file.contentType == PDF:
            command = ["pdftotext", "-q", "-enc", "UTF-8", stored.name, "-"]
            words = run_bounded(command, MAX_BYTES, seconds, cut=True, patience=patience)
        else:
            _told, words = in_worker(
                words_of,
                stored,
                seconds=seconds,
                most_bytes=MAX_BYTES + SLACK,
                patience=patience,
                kept=MAX_BYTES,
            )
    # PostgreSQL keeps no NUL.
    text = words.decode("utf-8", "replace").replace("\0", "")
    return text[:MAX_CHARACTERS]


def _read_at_once(file: INamedBlobFile) -> str | None:
    if file.getSize() > AT_ONCE_BYTES:
        return None
    try:
        return read_text(file, AT_ONCE_SECONDS, patience=0)
    except (ProgramFailed, ProgramsBusy):
        return None


def forget_text(item_uid: str) -> None:
    """The item is gone."""
    writing().execute(delete(FileText).where(FileText.item_uid == item_uid))


class FileClaim(NamedTuple):
    """A file that is ours to read; ``tries`` counts this one."""

    item_uid: str
    tries: int


def claim_unread(now: datetime) -> FileClaim | None:
    """Take up one of the files that wait."""
    free = or_(FileText.claimed_until.is_(None), FileText.claimed_until <= now)
    waiting = FileText.text.is_(None), free
    records = writing()
    found = select(FileText.item_uid, FileText.tries).where(*waiting).limit(1)
    row = records.execute(found).one_or_none()
    if row is None:
        return None
    mine = {"claimed_until": now + LEASE, "tries": row.tries + 1}
    claimed = update(FileText).where(FileText.item_uid == row.item_uid, *waiting)
    taken = records.execute(claimed.values(mine))
    return FileClaim(row.item_uid, row.tries + 1) if taken.rowcount else None


def keep_text(item_uid: str, key: str, text: str) -> None:
    """Write down what was read, unless the item has another file by now."""
    row = FileText.item_uid == item_uid, FileText.file_key == key
    writing().execute(update(FileText).where(*row).values(text=text, claimed_until=None))
