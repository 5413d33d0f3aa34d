"""Files that arrive in pieces: what has come of each, until all of it is there.

plone.restapi keeps such an upload as two files, what has come and what was announced.
Here each belongs to the member who began it, and is found among that member's alone; a
piece is written where the last one ended, by one request at a time.
"""

import fcntl
import json
import os
import re
import time
from cites.cug import _
from cites.cug.core.settings.deployment import least_free, uploads_folder
from cites.cug.core.validation.errors import CONFLICT, invalid, Kind, Refusal, TOO_LARGE
from cites.cug.web.publishing.free_space import disk_of, NoSpaceLeft
from cites.cug.wsgi.body_limits import max_files_bytes
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from plone.restapi.services.content.tus import TUSUpload
from typing import Any, BinaryIO


#: Of one member at a time; together they are no larger than the files of one form.
MOST_UPLOADS = 5
#: Seconds after its last piece for which an upload is kept.
KEPT_SECONDS = 24 * 60 * 60
#: As ``uuid4().hex`` is.
KEY = re.compile("[0-9a-f]{32}")
#: Bytes that are read at a time.
PORTION = 1 << 16
LOCKED = Kind(423, "Locked")


class UnfinishedUpload(TUSUpload):
    """One upload of a member, with an id drawn by chance."""

    expiration_period = KEPT_SECONDS

    def __init__(self, user_id: str, key: str):
        # Not Plone's, which makes a folder for all accounts of the machine to read.
        self.uid = f"{_owner(user_id)}-{key}"
        self.filepath = str(uploads_folder() / f"{self.file_prefix}{self.uid}")
        self.metadata_path = f"{self.filepath}.json"
        self._metadata = self._file = None

    @property
    def is_there(self) -> bool:
        try:
            changed = os.stat(self.filepath).st_mtime
        except FileNotFoundError:
            return False
        is_late = time.time() - changed > KEPT_SECONDS
        return not is_late and os.path.exists(self.metadata_path)

    @property
    def is_whole(self) -> bool:
        return self.offset() == self.length()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let nobody else write to it. Raises Refusal, and FileNotFoundError."""
        with _locked(self.filepath, fcntl.LOCK_EX | fcntl.LOCK_NB):
            # What is locked may be a file that was just deleted.
            if not self.is_there:
                raise FileNotFoundError(self.filepath)
            yield

    def give_up(self) -> None:
        """Delete it, once nobody writes to it."""
        with suppress(FileNotFoundError), _locked(self.filepath, fcntl.LOCK_EX):
            self.cleanup()

    def append(self, piece: BinaryIO, offset: int, size: int) -> None:
        """Write a piece, unless it is the last one that came before. Raises Refusal."""
        stands, length = self.offset(), self.length()
        if stands == length == offset + size:
            # Read all the same: Plone takes what is left of a body for JSON.
            while piece.read(PORTION):
                pass
            return
        if offset != stands:
            text = _("web_unfinished_file_goes", mapping={"offset": stands})
            raise Refusal(text, CONFLICT)
        if offset + size > length:
            raise invalid("Content-Length", _("web_unfinished_more_than_announced_error"))
        self.write(piece, offset)


def begin_upload(
    user_id: str, key: str, announced: Mapping[str, Any]
) -> UnfinishedUpload:
    """Make room for a file of ``announced["length"]`` bytes.

    Raises Refusal where the member has begun too many, and NoSpaceLeft.
    """
    folder = uploads_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _locked(folder, fcntl.LOCK_EX):
        mine, all_missing = [], announced["length"]
        for upload in _uploads(folder):
            with suppress(FileNotFoundError):  # it has just ended
                all_missing += upload.length() - upload.offset()
                if upload.uid.startswith(f"{_owner(user_id)}-"):
                    mine.append(upload.length())
        most = max_files_bytes()
        if len(mine) >= MOST_UPLOADS or sum(mine) + announced["length"] > most:
            text = _(
                "web_unfinished_too_many_unfinished_uploads_text",
                mapping={"number": MOST_UPLOADS, "limit": most // 2**20},
            )
            raise Refusal(text, TOO_LARGE)
        if disk_of(folder).free - all_missing < least_free():
            raise NoSpaceLeft
        upload = UnfinishedUpload(user_id, key)
        _write_new(upload.metadata_path, json.dumps(announced).encode())
        _write_new(upload.filepath, b"")
        return upload


def find_upload(user_id: str, key: str) -> UnfinishedUpload | None:
    """The upload that this member has begun; None if there is none."""
    if not KEY.fullmatch(key):  # it becomes the name of a file
        return None
    upload = UnfinishedUpload(user_id, key)
    return upload if upload.is_there else None


def forget_old(now: datetime) -> None:
    """Delete what has not gone on for a day, and what was left by killed processes."""
    # What was announced first: its age is that of what has come.
    for path in sorted(uploads_folder().glob(f"{TUSUpload.file_prefix}*"), reverse=True):
        begun = path.with_suffix("")
        with suppress(FileNotFoundError):
            last = begun if begun.exists() else path
            if now.timestamp() - last.stat().st_mtime > KEPT_SECONDS:
                path.unlink()


def _owner(user_id: str) -> str:
    return sha256(user_id.encode()).hexdigest()[:32]


def _uploads(folder: Path) -> Iterator[UnfinishedUpload]:
    for path in folder.glob(f"{TUSUpload.file_prefix}*.json"):
        upload = UnfinishedUpload("", "")
        upload.uid = path.stem.removeprefix(TUSUpload.file_prefix)
        upload.filepath, upload.metadata_path = str(path.with_suffix("")), str(path)
        if upload.is_there:
            yield upload


def _write_new(path: str, content: bytes) -> None:
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(content)


@contextmanager
def _locked(path: str | Path, how: int) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, how)
        yield
    except BlockingIOError as error:
        text = _("web_unfinished_another_request_sending_piece_text")
        raise Refusal(text, LOCKED, wait=timedelta(seconds=1)) from error
    finally:
        os.close(descriptor)
