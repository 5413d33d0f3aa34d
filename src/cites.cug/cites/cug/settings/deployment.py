"""Settings of the process, from ``<product-config cites.cug>`` in zope.conf.

They are what an administrator decides at installation and what must not be changed
through the web: whether this is production, and where the records are kept.
"""

from App.config import getConfiguration
from functools import lru_cache
from ipaddress import ip_address, ip_network, IPv4Network, IPv6Network
from pathlib import Path


Network = IPv4Network | IPv6Network

SECTION = "cites.cug"
YES = frozenset({"on", "true", "yes", "1"})


def setting(name: str, default: str) -> str:
    """A word of the section; the default where it is not there."""
    return _section().get(name, default)


def is_deployment() -> bool:
    """Whether the process has settings of its own; a Zope of tests may have none."""
    return bool(_section())


def _section() -> dict[str, str]:
    sections = getattr(getConfiguration(), "product_config", None) or {}
    return sections.get(SECTION) or {}


#: Who may open Zope's own screens, and by which names one comes, while developing.
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
    """SQLAlchemy address of the records; SQLite beside the other data by default."""
    # Asked for with every statement: a path is put together only where it is needed.
    return setting("records-url", "") or f"sqlite:///{_home() / 'records.sqlite'}"


def page_store() -> Path:
    """The folder of pictures of pages, which can be made again."""
    return _home() / "pages"


def message_keys_file() -> Path:
    """The file of the keys that messages are sealed with."""
    named = setting("message-keys", "")
    return _path(named) if named else _home() / "message-keys"


@lru_cache
def _path(name: str) -> Path:
    """Asked for with every message that is opened."""
    return Path(name)


def clamd() -> str:
    """Where clamd looks for viruses, a socket's path or ``host:port``; empty: nowhere."""
    return setting("clamd", "")


def has_clock() -> bool:
    """Whether this process runs what has to be done from time to time."""
    return setting("clock", "off").lower() in YES


def public_url() -> str:
    """Address of the portal where no request says it: for links in e-mail."""
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
    """Networks from which Zope's management screens answer; none by default."""
    return _networks(setting("operators", _unless_production(LOOPBACK_ADDRESSES)))


def is_operator(address: str) -> bool:
    """Whether somebody at that address may open Zope's own screens."""
    try:
        caller = ip_address(address)
    except ValueError:
        return False
    return any(caller in network for network in operator_addresses())


def _unless_production(default: str) -> str:
    return "" if is_production() else default


@lru_cache
def _networks(names: str) -> tuple[Network, ...]:
    return tuple(ip_network(name) for name in names.split())
