"""Settings of the process, from ``<product-config cites.cug>`` in zope.conf.

An administrator decides them at installation, and they must not be changed through the
web: for example whether this is production, and where the records are kept.
"""

import os
from App.config import getConfiguration
from functools import lru_cache
from ipaddress import ip_address, ip_network, IPv4Network, IPv6Network
from pathlib import Path


Network = IPv4Network | IPv6Network

SECTION = "cites.cug"
YES = frozenset({"on", "true", "yes", "1"})


def setting(name: str, default: str) -> str:
    """A value of the section, or the default."""
    return _section().get(name, default)


def is_deployment() -> bool:
    """Whether the process has settings; in tests Zope may have none."""
    return bool(_section())


def _section() -> dict[str, str]:
    sections = getattr(getConfiguration(), "product_config", None) or {}
    return sections.get(SECTION) or {}


#: Megabytes.
LEAST_FREE = "256"
#: Megabytes of one file: unless the deployment says otherwise, and at most.
LARGEST_FILE, MOST_FILE = "50", 250
#: Kind of event → years that its content must be kept. An archive of permits keeps its
#: trail for five years after a permit's end (CITES, electronic permit systems).
LEAST_YEARS = {"permit": 5}
#: Bits of an address that the audit trail keeps at most, of IPv4 and of IPv6.
FINEST_NETWORKS = 24, 48
#: Default operators and hosts while developing: this machine only.
LOOPBACK_ADDRESSES = "127.0.0.1/32 ::1/128"
LOOPBACK_NAMES = "localhost 127.0.0.1 ::1"


def is_production() -> bool:
    """Whether demonstration data and its known passwords are refused here."""
    return setting("production", "off").lower() in YES


def closes_existing_site() -> bool:
    """Whether the add-on may be installed into a site that others use already."""
    return setting("close-existing-site", "off").lower() in YES


def _home() -> Path:
    return Path(getattr(getConfiguration(), "clienthome", None) or "var")


def records_url() -> str:
    """SQLAlchemy URL of the records; by default SQLite beside the other data."""
    # Called for every statement, so the path is only made if it is needed.
    return setting("records-url", "") or f"sqlite:///{_home() / 'records.sqlite'}"


def data_folder() -> Path:
    """The folder below which a process keeps its data."""
    return _home()


def least_free() -> int:
    """Bytes of the disk that stay free: what would take them is refused."""
    return int(setting("least-free", "") or LEAST_FREE) * 2**20


def largest_file() -> int:
    """Bytes that one file may have. Raises ValueError."""
    megabytes = int(setting("largest-file", "") or LARGEST_FILE)
    if not 1 <= megabytes <= MOST_FILE:
        raise ValueError(f"1 to {MOST_FILE} megabytes are expected")
    return megabytes * 2**20


def trail_retention() -> dict[str, int]:
    """Kind of event → years that its content is kept; the others are kept for good.

    Raises ValueError.
    """
    kept = {}
    for word in setting("trail-retention", "").split():
        kind, _colon, years = word.partition(":")
        kept[kind] = int(years)
        if kept[kind] < LEAST_YEARS.get(kind, 1):
            raise ValueError(f"trail-retention: {word} is too short")
    return kept


def trail_network_bits() -> tuple[int, int]:
    """Bits of an address that the audit trail keeps, of IPv4 and of IPv6.

    Raises ValueError.
    """
    named = setting("trail-networks", "")
    if not named:
        return FINEST_NETWORKS
    four, six = map(int, named.split())
    if not (0 < four <= FINEST_NETWORKS[0] and 0 < six <= FINEST_NETWORKS[1]):
        raise ValueError(f"trail-networks: {named} is none or too fine")
    return four, six


def trail_checkpoints() -> Path | None:
    """The file to which the trail's daily checkpoint is appended; None for none."""
    named = setting("trail-checkpoints", "")
    return Path(named) if named else None


def page_store() -> Path:
    """The folder of pictures of pages, which can be generated again."""
    return _home() / "pages"


def uploads_folder() -> Path:
    """The folder of files that arrive in pieces, by plone.restapi's name for it.

    All processes that answer requests must have the same.
    """
    named = os.environ.get("TUS_TMP_FILE_DIR", "")
    return _path(named) if named else _home() / "uploads"


def message_keys_file() -> Path:
    """The file of the keys that seal messages."""
    named = setting("message-keys", "")
    return _path(named) if named else _home() / "message-keys"


def backup_recipient() -> str | None:
    """The recipient that backups are encrypted for by age; None for none."""
    return setting("backup-recipient", "") or None


def illegal_trade_template() -> Path | None:
    """The file of the illegal trade report's form; None for the portal's own."""
    named = setting("illegal-trade-template", "")
    return _path(named) if named else None


@lru_cache
def _path(name: str) -> Path:
    """Cached, because it is called for every message that is opened."""
    return Path(name)


def clamd() -> str:
    """The address of clamd, a socket's path or ``host:port``; empty for no scan."""
    return setting("clamd", "")


def has_clock() -> bool:
    """Whether this process runs the jobs of the clock."""
    return setting("clock", "off").lower() in YES


def public_url() -> str:
    """Address of the portal outside requests, for links in e-mails."""
    named = setting("public-url", "").rstrip("/")
    if named or not is_production():
        return named or "http://localhost:8080/portal"
    (first, *_others) = _host_names() or ["localhost"]
    return f"https://{first}"


def hosts() -> frozenset[str]:
    """Host names that are served; in production they must be named."""
    return frozenset(_host_names())


def _host_names() -> list[str]:
    return setting("hosts", _unless_production(LOOPBACK_NAMES)).split()


def operator_addresses() -> tuple[Network, ...]:
    """Networks that may open Zope's management screens; in production none by default."""
    return _networks(setting("operators", _unless_production(LOOPBACK_ADDRESSES)))


def is_operator(address: str) -> bool:
    """Whether Zope's management screens may be opened from the address."""
    return _is_in(address, operator_addresses())


def is_monitor(address: str) -> bool:
    """Whether the address may read how the process is: figures and readiness."""
    return _is_in(address, _networks(setting("monitoring", LOOPBACK_ADDRESSES)))


def _is_in(address: str, networks: tuple[Network, ...]) -> bool:
    try:
        caller = ip_address(address)
    except ValueError:
        return False
    return any(caller in network for network in networks)


def _unless_production(default: str) -> str:
    return "" if is_production() else default


@lru_cache
def _networks(names: str) -> tuple[Network, ...]:
    return tuple(ip_network(name) for name in names.split())
