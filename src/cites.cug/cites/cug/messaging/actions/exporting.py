"""Exports a member's own mailbox: messages as .eml files in a zip archive."""

import base64
from cites.cug.core.codelists.lists import first_of, title
from cites.cug.core.encryption.sealing import Seal, Untrusted
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import record
from cites.cug.messaging.content import open_body, open_head, seal_of
from cites.cug.messaging.files import files_of, MessageFile, pieces_of
from cites.cug.messaging.mailbox import find_mailbox, in_mailbox, owner_of
from cites.cug.messaging.models import Delivery, Message
from cites.cug.messaging.schema import Addressees
from cites.cug.web.layout.people import full_name
from cites.cug.web.limits.use import Limit, use
from collections.abc import Iterator
from email.headerregistry import Address, Group
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from sqlalchemy import func, select
from typing import Any, BinaryIO
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZipFile


#: Mail to addresses with this domain cannot be sent: messages stay in the portal.
DOMAIN = "portal.invalid"
LANGUAGE = "en"
EVERYONE = "Everyone"
#: How many sealed rows are in memory at a time.
AT_A_TIME = 50
#: Stands in place of a message, or the rest of it, that cannot be trusted.
UNTRUSTED = (
    b"\r\n\r\nThis message cannot be trusted: it was changed outside the portal.\r\n"
)
#: Bytes in a line of base64; pieces are joined so that all lines are whole.
LINE_BYTES = 57


def messages_to_export(group: Any, user_id: str) -> int:
    """How many messages an export would hold."""
    here = in_mailbox(find_mailbox(group, user_id))
    query = select(func.count()).select_from(Delivery).where(*here)
    return session().connection().execute(query).scalar_one()


def announce_export(group: Any, *, acting_user: str) -> int:
    """Count and record an export before it is made; how many messages it will hold.

    In a transaction of its own: making it may take minutes, and others must write. Raises
    OverLimit.
    """
    use(group, acting_user, {Limit.EXPORTS: 1})
    count = messages_to_export(group, acting_user)
    detail = {"messages": count}
    record("message.export", target=group, acting_user=acting_user, detail=detail)
    return count


def export_handling(group: Any, user_id: str) -> str | None:
    """The strictest handling code of the messages in a mailbox; None without any."""
    here = in_mailbox(find_mailbox(group, user_id))
    query = select(Message.handling).distinct()
    query = query.join(Delivery, Delivery.message_id == Message.id)
    codes = set(session().scalars(query.where(*here)))
    return first_of("handling", codes) if codes else None


def export_mailbox(group: Any, target: BinaryIO, *, acting_user: str) -> Iterator[int]:
    """Write the archive into a file; yields how many messages are in it so far.

    Of a mailbox of any size, only one text and a piece of a file are in memory.
    """
    with ZipFile(target, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        for count, row in enumerate(_rows(group, acting_user), 1):
            name = f"{row.folder}/{row.time:%Y-%m-%d-%H%M%S}-{row.id[:8]}.eml"
            with archive.open(name, "w", force_zip64=True) as entry:
                try:
                    for piece in _eml(group, row, acting_user):
                        entry.write(piece)
                except Untrusted:
                    entry.write(UNTRUSTED)
            yield count


def _rows(group: Any, user_id: str) -> Iterator[Any]:
    here = in_mailbox(find_mailbox(group, user_id))
    filed = (Delivery.folder, Delivery.time, Delivery.kind, Delivery.sealed_key)
    columns = (Message.__table__, *filed)
    query = (
        select(*columns)
        .join(Delivery, Delivery.message_id == Message.id)
        .where(*here)
        .order_by(Delivery.folder, Delivery.time)
        .execution_options(yield_per=AT_A_TIME)
    )
    yield from session().connection().execute(query)


def _eml(group: Any, row: Any, user_id: str) -> Iterator[bytes]:
    """A message in the format of mail programs (RFC 5322)."""
    seal = seal_of(row, owner_of(group, user_id))
    message = _headers(group, seal, row, user_id)
    body = open_body(seal, row)
    total = row.attachments_total
    files = files_of(session(), seal, total) if total else []
    if not files:
        message.set_content(body, subtype="html", charset="utf-8")
        yield message.as_bytes()
        return
    boundary = f"=_{row.id}"
    message["Content-Type"] = f'multipart/mixed; boundary="{boundary}"'
    yield _header_bytes(message)
    text = EmailMessage(policy=SMTP)
    text.set_content(body, subtype="html", charset="utf-8")
    yield f"--{boundary}\r\n".encode() + text.as_bytes()
    for file in files:
        yield f"\r\n--{boundary}\r\n".encode() + _file_headers(file)
        yield from _encoded(seal, file)
    yield f"\r\n--{boundary}--\r\n".encode()


def _headers(group: Any, seal: Seal, row: Any, user_id: str) -> EmailMessage:
    head = open_head(seal, row)
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(head.sender_name, row.sender)
    message["To"] = _recipients(row, user_id)
    message["Subject"] = head.subject
    message["Date"] = format_datetime(row.time)
    message["Message-ID"] = _message_id(row.id)
    if row.reply_to:
        message["In-Reply-To"] = _message_id(row.reply_to)
    if row.thread != row.id:
        message["References"] = _message_id(row.thread)
    message["X-TLP"] = title("handling", row.handling, LANGUAGE)
    message["X-Group"] = group.title
    if row.answer_by is not None:
        message["Reply-By"] = row.answer_by.isoformat()
    return message


def _recipients(row: Any, user_id: str) -> list[Address | Group]:
    """Recipients that the mailbox's owner may see; groups only by their names."""
    seen = Addressees.stored(row.addressed).seen_by(user_id, row.sender)
    groups = [EVERYONE] if seen.everyone else []
    groups += [title("category", code, LANGUAGE) for code in seen.categories]
    groups += [title("country", code, LANGUAGE) for code in seen.countries]
    groups += seen.organisations
    people = [_address(full_name(name), name) for name in seen.to]
    return [*(Group(name, ()) for name in groups), *people]


def _address(name: str, user_id: str) -> Address:
    return Address(name, quote(user_id, safe=""), DOMAIN)


def _message_id(message_id: str) -> str:
    return f"<{message_id}@{DOMAIN}>"


def _file_headers(file: MessageFile) -> bytes:
    part = EmailMessage(policy=SMTP)
    part["Content-Type"] = file.content_type
    part["Content-Transfer-Encoding"] = "base64"
    part.add_header("Content-Disposition", "attachment", filename=file.filename)
    return _header_bytes(part)


def _header_bytes(part: EmailMessage) -> bytes:
    return part.as_bytes().partition(b"\r\n\r\n")[0] + b"\r\n\r\n"


def _encoded(seal: Seal, file: MessageFile) -> Iterator[bytes]:
    """The file in lines of base64."""
    left = b""
    for piece in pieces_of(session(), seal, file):
        left += piece
        whole = len(left) - len(left) % LINE_BYTES
        yield _lines(left[:whole])
        left = left[whole:]
    yield _lines(left)


def _lines(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n")
