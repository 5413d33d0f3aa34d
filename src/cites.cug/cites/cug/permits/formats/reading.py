"""Reads the permits of a file in any format: all of them, or all that is wrong."""

from cites.cug import _
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.permits.formats.apart import epermits_given
from cites.cug.permits.formats.json_reading import read_json
from cites.cug.permits.formats.raw_permit import Fault, RawPermit, UnreadableFile
from cites.cug.permits.formats.tables import read_csv, read_excel
from cites.cug.permits.permit import Permit
from cites.cug.permits.validation import PermitReader
from cites.cug.web.uploads.files import check_size
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO, NamedTuple
from zope.i18nmessageid import Message


MAX_PERMITS = 10_000
STEP = 100
#: So many faults are shown; reading stops there.
MAX_FAULTS = 100
TABLES = (".csv", ".tsv", ".txt")
UTF_16 = {BOM_UTF16_LE: "utf-16-le", BOM_UTF16_BE: "utf-16-be"}


class FoundPermit(NamedTuple):
    """A checked permit, and where it begins: file and line, or place in a list."""

    permit: Permit
    file: str = ""
    line: int | None = None
    place: str = ""

    @property
    def name(self) -> str:
        """Where the permit is, as text in a message about another permit:
        ``file:line``.
        """
        line = "" if self.line is None else str(self.line)
        return ":".join(filter(None, (self.file, line, self.place.rstrip("."))))

    def fault(self, message: Message, field: str) -> Fault:
        return Fault(message, self.line, f"{self.place}{field}", self.file)


def read_permits(
    stream: BinaryIO, filename: str, told: Callable[[int], object] = lambda _count: None
) -> list[FoundPermit]:
    """The checked permits of a file, in their order.

    The format is known from the first bytes: XML, XLSX or JSON; CSV also needs a known
    file extension. ``told`` is called now and then with the number of permits read.
    Raises UnreadableFile with at most ``MAX_FAULTS`` faults.
    """
    read = PermitReader()
    found: list[FoundPermit] = []
    faults: list[Fault] = []
    try:
        for count, given in enumerate(_format(stream, filename)(stream)):
            if count >= MAX_PERMITS:
                raise UnreadableFile(_too_many(given))
            if count % STEP == 0:
                told(count)
            faults += given.faults
            try:
                permit = read(given.values)
                found.append(FoundPermit(permit, filename, given.line, given.place))
            except InvalidValue as error:
                faults += map(given.fault, error.mistakes)
            if len(faults) >= MAX_FAULTS:
                break
    except UnreadableFile as error:
        faults += error.faults
    if faults:
        faults.sort(key=lambda fault: fault.line or 0)
        shown = faults[:MAX_FAULTS]
        raise UnreadableFile(*(fault._replace(file=filename) for fault in shown))
    return found


def _format(stream: BinaryIO, filename: str) -> Callable[[BinaryIO], Iterator[RawPermit]]:
    """The function that reads this format. Raises UnreadableFile if none does."""
    try:
        check_size(stream)
    except InvalidValue as error:
        raise UnreadableFile(Fault(error.doc())) from error
    head = stream.read(2**10)
    stream.seek(0)
    if head.startswith(b"PK\x03\x04"):
        return read_excel
    start = _text(head).lstrip()[:1]
    if start == "<":
        return partial(epermits_given, most=MAX_PERMITS)
    if start in ("{", "["):
        return read_json
    if filename.lower().endswith(TABLES):
        return read_csv
    text = _("permits_reading_files_kind_read_use_text")
    raise UnreadableFile(Fault(text))


def _text(head: bytes) -> str:
    """The first characters, decoded: these formats begin with ASCII characters."""
    encoding = UTF_16.get(head[:2])
    if encoding:
        return head[2:].decode(encoding, "replace")
    return head.removeprefix(BOM_UTF8).decode("ascii", "replace")


def _too_many(given: RawPermit) -> Fault:
    text = _("permits_more_than_permits_error", mapping={"limit": MAX_PERMITS})
    return Fault(text, given.line, given.place.rstrip("."))
