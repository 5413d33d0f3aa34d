"""Settings of where the audit trail is streamed to as it grows; nowhere by default."""

from cites.cug.core.settings.deployment import setting
from cites.cug.core.settings.outside import LOOPBACK
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit


#: Of syslog over TLS (RFC 5425).
SYSLOG_PORT = 6514
#: “Log audit” in RFC 5424.
FACILITY = "13"
MOST_FACILITY = 23
PLAIN = "+tcp"


class StreamFormat(StrEnum):
    """In which form events go to a receiver."""

    SYSLOG = "syslog"
    JSON = "json"


class StreamReceiver(NamedTuple):
    """A program that takes the trail over the network."""

    format: StreamFormat
    host: str
    port: int
    is_secure: bool
    #: Certificates of authorities for the receiver's; None: the operating system's.
    authorities: Path | None
    #: The portal's certificate with its key, for a receiver that asks for one.
    certificate: Path | None


class SyslogMarks(NamedTuple):
    """What the operator chooses of syslog's messages."""

    facility: int
    #: The operator's number with IANA; "": structured data is left out.
    enterprise: str


def stream_receiver() -> StreamReceiver | None:
    """Who takes the trail; None if not configured. Raises ValueError."""
    named = setting("trail-stream", "")
    if not named:
        return None
    address = urlsplit(named)
    scheme = address.scheme.removesuffix(PLAIN)
    is_secure = scheme == address.scheme
    form = StreamFormat(scheme)
    port = address.port or (SYSLOG_PORT if form is StreamFormat.SYSLOG else None)
    if not address.hostname or not port or address.path.strip("/") or address.query:
        raise ValueError(f"{named} is no address with a port")
    if address.username or address.password:
        raise ValueError("there is no password in such an address")
    if not is_secure and address.hostname not in LOOPBACK:
        raise ValueError(f"without TLS only to this machine: {named}")
    return StreamReceiver(
        form,
        address.hostname,
        port,
        is_secure,
        authorities=_file("trail-stream-authorities"),
        certificate=_file("trail-stream-certificate"),
    )


def stream_file() -> Path | None:
    """The file at whose end the trail is written as it grows; None for none."""
    return _file("trail-stream-file")


def syslog_marks() -> SyslogMarks:
    """Raises ValueError."""
    facility = int(setting("trail-stream-facility", "") or FACILITY)
    enterprise = setting("trail-stream-enterprise", "")
    if not 0 <= facility <= MOST_FACILITY:
        raise ValueError(f"there is no facility {facility}")
    if enterprise and not enterprise.isdecimal():
        raise ValueError(f"{enterprise} is no enterprise number")
    return SyslogMarks(facility, enterprise)


def check_stream(_event: object = None) -> None:
    """End the process at start if the settings are wrong or unsafe."""
    try:
        receiver = stream_receiver()
        syslog_marks()
    except ValueError as error:
        raise SystemExit(f"cites.cug: trail-stream cannot be used: {error}") from error
    if receiver is not None:
        for file in (receiver.authorities, receiver.certificate):
            if file is not None and not file.is_file():
                raise SystemExit(f"cites.cug: there is no file {file}")


def _file(name: str) -> Path | None:
    named = setting(name, "")
    return Path(named) if named else None
