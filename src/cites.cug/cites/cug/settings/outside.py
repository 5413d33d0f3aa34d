"""The outside source of permits, as the administrator names it; none by default."""

from cites.cug.settings.deployment import setting
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit


#: Seconds that an answer may take altogether.
PATIENCE = 8.0
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class OutsideService(NamedTuple):
    """Where the service is, and how the two know each other."""

    url: str
    #: Of whoever signed the service's certificate; None: those of the operating system.
    authorities: Path | None
    #: Ours, with its key: the service knows the portal's country by it.
    certificate: Path | None
    #: Seconds that an answer may take altogether.
    patience: float


def outside_service() -> OutsideService | None:
    """The service that is asked for permits that are not known here."""
    url = setting("epix-url", "")
    if not url:
        return None
    return OutsideService(
        url,
        authorities=_file("epix-authorities"),
        certificate=_file("epix-certificate"),
        patience=float(setting("epix-patience", "") or PATIENCE),
    )


def check_outside_service(_event: object = None) -> None:
    """At start: end the process rather than have it ask where it must not."""
    try:
        service = outside_service()
    except ValueError as error:
        raise SystemExit("cites.cug: epix-patience is no number") from error
    if service is None:
        return
    address = urlsplit(service.url)
    # Without TLS only to a program on this machine that adds it.
    if address.scheme != "https" and address.hostname not in LOOPBACK:
        raise SystemExit("cites.cug: epix-url must begin with https://")
    for file in (service.authorities, service.certificate):
        if file is not None and not file.is_file():
            raise SystemExit(f"cites.cug: there is no file {file}")


def environet_url() -> str:
    """Where ENVIRONET is, for those who have an account there; "" if not named."""
    return setting("environet-url", "")


def _file(name: str) -> Path | None:
    named = setting(name, "")
    return Path(named) if named else None
