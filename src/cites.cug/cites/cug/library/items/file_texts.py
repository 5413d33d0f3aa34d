"""The text of files, extracted once for each file and kept in the SQL database.

So a new title does not make us read the file again, and pages can show the text. Small
files are read in the request that stores them, large ones soon after by the clock.
"""

from cites.cug.core.programs.bounds import PATIENCE, ProgramFailed, ProgramsBusy
from cites.cug.core.programs.external import run_bounded
from cites.cug.core.programs.workers import in_worker
from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.session import (
    Base,
    count_changed,
    INSERTS,
    session,
    write_session,
)
from cites.cug.library.items.office import words_of
from cites.cug.web.uploads.zip_archives import ODF, OFFICE
from datetime import datetime, timedelta
from plone.namedfile.interfaces import INamedBlobFile
from sqlalchemy import delete, or_, select, String, Text, update
from sqlalchemy.orm import Mapped, mapped_column
from typing import NamedTuple


PDF = "application/pdf"
#: How much text of a file is kept: nobody searches for page 500.
MAX_CHARACTERS = 500_000
#: The same in bytes: a character takes up to four in UTF-8.
MAX_BYTES = 4 * MAX_CHARACTERS
#: Bytes of a worker's answer beside the text.
SLACK = 2**10
#: Larger files, and those that take longer, are left to the clock: other requests may
#: wait while a request reads the file that it stores.
AT_ONCE_BYTES, AT_ONCE_SECONDS = 2 * 2**20, 5
MOST_SECONDS = 60
#: How long a run may claim a file, and how often a file is tried if its runs are killed.
LEASE = timedelta(minutes=10)
MOST_TRIES = 3


class FileText(Base):
    """The text of the file that an item has now; None: it has not been read yet."""

    __tablename__ = "library_file_text"

    item_uid: Mapped[str] = mapped_column(String(32), primary_key=True)
    #: See ``file_key``: an item may get another file.
    file_key: Mapped[str] = mapped_column(String(40))
    text: Mapped[str | None] = mapped_column(Text)
    claimed_until: Mapped[datetime | None] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)


def is_read(content_type: str) -> bool:
    """Whether text is extracted from files of this media type."""
    return content_type == PDF or content_type.startswith((OFFICE, ODF))


def text_of(item_uid: str, file: INamedBlobFile) -> str | None:
    """The text of the file; None if the clock has not read it yet."""
    key = file_key(file)
    kept = select(FileText.text).where(
        FileText.item_uid == item_uid, FileText.file_key == key
    )
    rows = session().execute(kept).all()
    if rows:
        return rows[0].text
    text = read_at_once(file)
    _write(item_uid, file_key=key, text=text, claimed_until=None, tries=0)
    return text


def _write(item_uid: str, **values: object) -> None:
    records = write_session()
    insert = INSERTS[records.get_bind().dialect.name]
    row = insert(FileText).values(item_uid=item_uid, **values)
    # Two requests may both be the first to store the text.
    records.execute(row.on_conflict_do_update(index_elements=["item_uid"], set_=values))


def file_key(file: INamedBlobFile) -> str:
    """A key that no other file of the same item has, made without reading the file."""
    return f"{file.modified:.3f}-{file.getSize()}"


def read_text(
    file: INamedBlobFile, seconds: int = MOST_SECONDS, patience: float = PATIENCE
) -> str:
    """Extract the text of a file. Raises ProgramFailed and ProgramsBusy."""
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
    # PostgreSQL stores no NUL characters.
    text = words.decode("utf-8", "replace").replace("\0", "")
    return text[:MAX_CHARACTERS]


def read_at_once(file: INamedBlobFile) -> str | None:
    """The text of a small file; None for a large one, and if no program reads it now."""
    if file.getSize() > AT_ONCE_BYTES:
        return None
    try:
        return read_text(file, AT_ONCE_SECONDS, patience=0)
    except (ProgramFailed, ProgramsBusy):
        return None


def forget_text(item_uid: str) -> None:
    """Delete the text of an item that has been removed."""
    write_session().execute(delete(FileText).where(FileText.item_uid == item_uid))


class FileClaim(NamedTuple):
    """A file that this process reads now. ``tries`` counts this attempt too."""

    item_uid: str
    tries: int


def claim_unread(now: datetime) -> FileClaim | None:
    """Claim one of the files that have not been read; None if there is none."""
    free = or_(FileText.claimed_until.is_(None), FileText.claimed_until <= now)
    waiting = FileText.text.is_(None), free
    records = write_session()
    found = select(FileText.item_uid, FileText.tries).where(*waiting).limit(1)
    row = records.execute(found).one_or_none()
    if row is None:
        return None
    mine = {"claimed_until": now + LEASE, "tries": row.tries + 1}
    claimed = update(FileText).where(FileText.item_uid == row.item_uid, *waiting)
    taken = count_changed(records, claimed.values(mine))
    return FileClaim(row.item_uid, row.tries + 1) if taken else None


def keep_text(item_uid: str, key: str, text: str) -> None:
    """Store the text of a file, unless the item has got another file meanwhile."""
    row = FileText.item_uid == item_uid, FileText.file_key == key
    write_session().execute(
        update(FileText).where(*row).values(text=text, claimed_until=None)
    )
