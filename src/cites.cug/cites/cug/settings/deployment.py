"""Settings of the process, from ``<product-config cites.cug>`` in zope.conf.

They are what an administrator decides at installation and what must not be changed
through the web: whether this is production, and where the records are kept.
"""

from App.config import getConfiguration
from pathlib import Path


SECTION = "cites.cug"
YES = frozenset({"on", "true", "yes", "1"})


def _setting(name: str, default: str) -> str:
    sections = getattr(getConfiguration(), "product_config", None) or {}
    return (sections.get(SECTION) or {}).get(name, default)


def is_production() -> bool:
    """Whether demonstration data and its known passwords are refused here."""
    return _setting("production", "off").lower() in YES


def records_url() -> str:
    """SQLAlchemy address of the records; SQLite beside the other data by default."""
    home = Path(getattr(getConfiguration(), "clienthome", None) or "var")
    return _setting("records-url", f"sqlite:///{home / 'records.sqlite'}")
