"""Where a deployment keeps content, files, records and keys, as its zope.conf says."""

import os
from App.config import getConfiguration
from cites.cug.settings.deployment import records_url
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from sqlalchemy import make_url, URL
from typing import Any
from Zope2.Startup.run import configure_wsgi


#: Below the folder of all data, where the recipe of ZEO's server puts it.
ZEO_CONTENT = Path("filestorage", "Data.fs")
#: There while a restore is under way: what is there then is half of a portal.
RESTORING = "restoring"


class NotOffered(Exception):
    """A deployment that is none of the profiles'."""


@dataclass(frozen=True)
class Stores:
    """Of one deployment."""

    records: URL
    #: The file of content, and the folder of its blobs; None: both lie with the records.
    content: Path | None
    blobs: Path | None
    #: The folder of all data.
    var: Path

    @property
    def is_postgresql(self) -> bool:
        return self.records.get_backend_name() == "postgresql"

    @property
    def records_file(self) -> Path:
        """Of SQLite."""
        return Path(self.records.database or "")

    @property
    def marker(self) -> Path:
        return self.var / RESTORING

    @cached_property
    def libpq(self) -> dict[str, str]:
        """The environment in which PostgreSQL's own programs find the database."""
        url = self.records
        said = {
            "PGDATABASE": url.database,
            "PGUSER": url.username,
            "PGPASSWORD": url.password,
            "PGHOST": url.host or url.query.get("host"),
            "PGPORT": url.port or url.query.get("port"),
        }
        known = {name: str(value) for name, value in said.items() if value}
        return {**os.environ, **known}


def read_configuration(zope_conf: str) -> Stores:
    """Make the settings known to this process; opens nothing."""
    configure_wsgi(zope_conf)
    return find_stores()


def find_stores() -> Stores:
    """Of the settings that are in force."""
    section = content_section()
    url = make_url(records_url())
    var = Path(getConfiguration().clienthome).parent
    if hasattr(section.config, "adapter"):
        if url.get_backend_name() != "postgresql":
            raise NotOffered("Content is in PostgreSQL, records are not: no profile's.")
        return Stores(url, None, None, var)
    blobs = Path(section.config.blob_dir)
    base = getattr(section.config, "base", section)
    path = getattr(base.config, "path", None) or blobs.parent / ZEO_CONTENT
    return Stores(url, Path(path), blobs, var)


def content_section() -> Any:
    """That of the main database's storage in zope.conf."""
    return next(
        database.config.storage
        for database in getConfiguration().databases
        if "/" in database.getVirtualMountPaths()
    )
