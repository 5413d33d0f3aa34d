"""Settings of what is outside the portal: permits, translations, web hooks; none by
default.
"""

import re
from cites.cug.core.settings.deployment import setting
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit


#: Seconds that an answer may take altogether.
PATIENCE = 8.0
#: The same for a program that is told of changes: it needs to answer nothing but that it
#: has got them.
HOOK_PATIENCE = 5.0
#: No name and password, no query, no dots that lead elsewhere: what is allowed must be
#: seen in the address.
HOOK_ADDRESS = re.compile(
    r"https?://[a-z0-9.-]+(:[0-9]{1,5})?(/(?!\.{1,2}(/|$))[A-Za-z0-9._~-]+)*/?"
)
LONGEST_HOOK_ADDRESS = 300
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


class TranslationService(NamedTuple):
    """A translation service with LibreTranslate's interface."""

    outside: OutsideService
    #: What the service knows the portal by; "": it asks for nothing.
    key: str


def translation_service() -> TranslationService | None:
    """The service that translates texts; None if not configured."""
    url = setting("translate-url", "")
    if not url:
        return None
    outside = OutsideService(
        url,
        authorities=_file("translate-authorities"),
        certificate=None,
        patience=float(setting("translate-patience", "") or PATIENCE),
    )
    return TranslationService(outside, setting("translate-key", ""))


def hook_addresses() -> tuple[str, ...]:
    """The addresses of web hooks that the operator allows, and all below them."""
    return tuple(setting("hook-addresses", "").split())


def hook_receiver(address: str) -> OutsideService | None:
    """The program at the address of a web hook; None unless the operator allows it."""
    if len(address) > LONGEST_HOOK_ADDRESS or not HOOK_ADDRESS.fullmatch(address):
        return None
    if not any(_is_below(address, allowed) for allowed in hook_addresses()):
        return None
    return OutsideService(
        address,
        authorities=_file("hook-authorities"),
        certificate=None,
        patience=float(setting("hook-patience", "") or HOOK_PATIENCE),
    )


def _is_below(address: str, allowed: str) -> bool:
    allowed = allowed.rstrip("/")
    return address == allowed or address.startswith(f"{allowed}/")


def check_outside_service(_event: object = None) -> None:
    """End the process at start if the settings are wrong or unsafe."""
    _check("epix", outside_service)
    _check("translate", _translating)
    for address in hook_addresses():
        if not HOOK_ADDRESS.fullmatch(address):
            raise SystemExit(f"cites.cug: {address} can be no address of a web hook")
        _check("hook", partial(hook_receiver, address), "hook-addresses")


def _translating() -> OutsideService | None:
    service = translation_service()
    return None if service is None else service.outside


def _check(
    name: str, find: Callable[[], OutsideService | None], addresses: str = ""
) -> None:
    try:
        service = find()
    except ValueError as error:
        raise SystemExit(f"cites.cug: {name}-patience is no number") from error
    if service is None:
        return
    address = urlsplit(service.url)
    # Without TLS only to a program on this machine, which adds it.
    if address.scheme != "https" and address.hostname not in LOOPBACK:
        raise SystemExit(
            f"cites.cug: {addresses or f'{name}-url'} must begin with https://"
        )
    for file in (service.authorities, service.certificate):
        if file is not None and not file.is_file():
            raise SystemExit(f"cites.cug: there is no file {file}")


def environet_url() -> str:
    """The address of ENVIRONET, for members with an account there; "" if not set."""
    return setting("environet-url", "")


def _file(name: str) -> Path | None:
    named = setting(name, "")
    return Path(named) if named else None
