"""Settings of the outside service of permits; none by default."""

from cites.cug.settings.deployment import setting
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit


#: Seconds that an answer may take altogether.
PATIENCE = 8.0
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class OutsideService(NamedTuple):
    """The address of the service, and how the two sides authenticate."""

    url: str
    #: Certificates of authorities for the service's; None: those of the operating system.
    authorities: Path | None
    #: The portal's certificate with its key, by which the service knows its country.
    certificate: Path | None
    #: Seconds that an answer may take altogether.
    patience: float


def outside_service() -> OutsideService | None:
    """The service for permits that are not in the registry; None if not configured."""
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
    """End the process at start if the settings are wrong or unsafe."""
    try:
        service = outside_service()
    except ValueError as error:
        raise SystemExit("cites.cug: epix-patience is no number") from error
    if service is None:
        return
    address = urlsplit(service.url)
    # Without TLS only to a program on this machine, which adds it.
    if address.scheme != "https" and address.hostname not in LOOPBACK:
        raise SystemExit("cites.cug: epix-url must begin with https://")
    for file in (service.authorities, service.certificate):
        if file is not None and not file.is_file():
            raise SystemExit(f"cites.cug: there is no file {file}")


def environet_url() -> str:
    """The address of ENVIRONET, for members with an account there; "" if not set."""
    return setting("environet-url", "")


def _file(name: str) -> Path | None:
    named = setting(name, "")
    return Path(named) if named else None
