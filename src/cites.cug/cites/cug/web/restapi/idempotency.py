"""A request that got no answer may be sent again: nothing is made twice.

The key in the header ``Idempotency-Key`` tells that it is the same request. Of a request
that was done, status and address of what was made are kept, in its own transaction; not
what was answered. A repeat makes its answer anew, from what its sender may see by then.
A key counts for one caller at one address, under whichever host name, and only for the
same body.

Where the request changes content, the row of a done request is committed after it, as all
that is in SQL. So the content knows the request as well, by a digest (``sql.journal``): a
repeat first applies what the request has left.
"""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.encryption.authentic import keyed_digest, keyed_digests
from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.replay import apply_requests
from cites.cug.core.sql.session import (
    Base,
    count_changed,
    note_request,
    read_connection,
    RecordsBusy,
    write_session,
)
from cites.cug.core.validation.errors import invalid
from datetime import datetime, timedelta, UTC
from hashlib import sha256
from plone import api
from sqlalchemy import bindparam, delete, select, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column
from typing import Any, BinaryIO, NamedTuple
from ZPublisher.HTTPRequest import FileUpload


HEADER = "Idempotency-Key"
MAX_KEY = 200
KEPT = timedelta(hours=24)
PURPOSE = "requests that were done"
CHUNK_BYTES = 1 << 16


class DoneRequest(Base):
    """A request with a key that was done. The digests name nobody and tell nothing."""

    __tablename__ = "done_request"

    #: Of the caller, the address and the key.
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    #: Of what was sent.
    digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    #: Below the portal, or elsewhere with a host name.
    location: Mapped[str | None] = mapped_column(String(2000))
    #: Numbers and addresses that were answered, as JSON; nothing of any content.
    answer: Mapped[str | None] = mapped_column(Text)
    time: Mapped[datetime] = mapped_column(Moment, index=True)


class Done(NamedTuple):
    """What is kept of a request that was done."""

    status: int
    location: str | None = None
    answer: str | None = None


KEEP = text(
    "INSERT INTO done_request (id, digest, status, location, answer, time)"
    " VALUES (:id, :digest, :status, :location, :answer, :time) ON CONFLICT DO NOTHING"
).bindparams(bindparam("time", type_=Moment))


class KeyedRequest:
    """A request with a key: whether it was done before, and that it is done now."""

    def __init__(self, request: Any, key: str, body: str):
        """``body`` is a digest of what is sent."""
        sender = caller() or request.getClientAddr()
        path = "/".join(request.physicalPathFromURL(request["ACTUAL_URL"]))
        place = f"{request.method} {path}?{request['QUERY_STRING']}"
        self.line = f"{sender} {place} {key}"
        self.body = body

    def find(self) -> Done | None:
        """The request that was done with this key. Raises InvalidValues for another one.

        Raises RecordsBusy if that cannot be said now.
        """
        ids = [*keyed_digests(PURPOSE, self.line)]
        row = _find_row(ids)
        if row is None and apply_requests(api.portal.get()._p_jar.root(), ids):
            row = _find_row(ids)
        if row is None or row.time < datetime.now(UTC) - KEPT:
            return None
        if row.digest not in keyed_digests(PURPOSE, self.body):
            raise invalid(HEADER, _("web_idempotency_key_used_another_request_error"))
        return Done(row.status, _with_host(row.location), row.answer)

    def look_again(self) -> None:
        """Let a request that was refused run again if it was done in the meantime.

        Of two at the same moment the second may see what the first has made, and be
        refused for it.
        """
        if self.find() is not None:
            raise RecordsBusy(HEADER)

    def keep(self, done: Done) -> None:
        """Keep it in the transaction that does it; to be called last.

        Of two at the same moment the second runs again, and finds the first.
        """
        values = {
            "id": keyed_digest(PURPOSE, self.line),
            "digest": keyed_digest(PURPOSE, self.body),
            "time": datetime.now(UTC),
            **done._replace(location=_without_host(done.location))._asdict(),
        }
        records = write_session()
        if count_changed(records, KEEP, values) == 0:
            raise RecordsBusy(HEADER)
        note_request(records, values["id"])


def _find_row(ids: list[str]) -> Any:
    query = select(*DoneRequest.__table__.c).where(DoneRequest.id.in_(ids))
    with read_connection() as connection:
        return connection.execute(query).first()


def _without_host(location: str | None) -> str | None:
    """The address below the portal: a repeat may come under another host name."""
    return location and location.removeprefix(api.portal.get().absolute_url())


def _with_host(location: str | None) -> str | None:
    if location is None or not location.startswith("/"):
        return location
    return api.portal.get().absolute_url() + location


def read_key(request: Any) -> str | None:
    """The key of the header. Raises InvalidValues if it can be none."""
    key = request.getHeader(HEADER)
    if key is not None and (
        not 0 < len(key) <= MAX_KEY or not (key.isascii() and key.isprintable())
    ):
        message = _(
            "web_idempotency_use_printable_ascii_characters", mapping={"limit": MAX_KEY}
        )
        raise invalid(HEADER, message)
    return key


def digest_of_body(request: Any) -> str:
    """The same for the same body only; of a form, whatever lies between its parts."""
    kind = request.environ.get("CONTENT_TYPE") or ""
    if kind.startswith("multipart/form-data"):
        fields = sorted(request.form.items())
        told = repr([(name, _told(value)) for name, value in fields])
        return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
    body = request.get("BODYFILE")
    if body is None:
        return sha256(b"").hexdigest()
    digest = digest_of_stream(body)
    body.seek(0)
    return digest


def _told(value: Any) -> Any:
    if isinstance(value, list):
        return [_told(one) for one in value]
    if isinstance(value, FileUpload):
        digest = digest_of_stream(value)
        value.seek(0)
        return (value.filename, digest)
    return str(value)


def digest_of_stream(stream: BinaryIO) -> str:
    stream.seek(0)
    digest = sha256()
    while piece := stream.read(CHUNK_BYTES):
        digest.update(piece)
    return digest.hexdigest()


def forget_done(now: datetime) -> None:
    """Forget the requests whose keys count no longer."""
    write_session().execute(delete(DoneRequest).where(DoneRequest.time < now - KEPT))
