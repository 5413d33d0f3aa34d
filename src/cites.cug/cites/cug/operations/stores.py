"""The places of content, files, records and keys, as zope.conf names them."""

import os
from App.config import getConfiguration
from cites.cug.core.settings.deployment import records_url
from cites.cug.operations.faults import OperationFailed
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from sqlalchemy import make_url, URL
from typing import Any
from Zope2.Startup.run import configure_wsgi


#: Path of the content below the folder of all data, by the recipe of ZEO's server.
ZEO_CONTENT = Path("filestorage", "Data.fs")
#: Name of the file that marks a restore under way, and so half of a portal.
RESTORING = "restoring"


@dataclass(frozen=True)
class Stores:
    """The stores of one deployment."""

    records: URL
    #: The file of content, and the folder of its blobs; None if PostgreSQL holds both.
    content: Path | None
    blobs: Path | None
    #: The folder of all data.
    var: Path

    @property
    def is_postgresql(self) -> bool:
        return self.records.get_backend_name() == "postgresql"

    @property
    def records_file(self) -> Path:
        """The file of the records, if they are in SQLite."""
        return Path(self.records.database or "")

    @property
    def marker(self) -> Path:
        return self.var / RESTORING

    @cached_property
    def libpq(self) -> dict[str, str]:
        """The environment by which PostgreSQL's programs find the database."""
        url = self.records
        said = {
            # Among them how the server is known: sslmode, sslrootcert.
            **{_variable(name): value for name, value in url.query.items()},
            "PGDATABASE": url.database,
            "PGUSER": url.username,
            "PGPASSWORD": url.password,
            "PGHOST": url.host or url.query.get("host"),
            "PGPORT": url.port or url.query.get("port"),
        }
        known = {name: str(value) for name, value in said.items() if value}
        return {**os.environ, **known}


def _variable(name: str) -> str:
    """libpq's environment variable of a connection's setting."""
    if name == "target_session_attrs":
        return "PGTARGETSESSIONATTRS"
    return f"PG{name.upper()}"


def read_configuration(zope_conf: str) -> Stores:
    """Read the settings into this process; opens no store."""
    configure_wsgi(zope_conf)
    return find_stores()


def find_stores() -> Stores:
    """The stores of the present settings. Raises OperationFailed."""
    section = content_section()
    url = make_url(records_url())
    var = Path(getConfiguration().clienthome).parent
    if hasattr(section.config, "adapter"):
        if url.get_backend_name() != "postgresql":
            raise OperationFailed(
                "Content is in PostgreSQL, records are not: no profile's."
            )
        return Stores(url, None, None, var)
    blobs = Path(section.config.blob_dir)
    base = getattr(section.config, "base", section)
    path = getattr(base.config, "path", None) or blobs.parent / ZEO_CONTENT
    return Stores(url, Path(path), blobs, var)


def content_section() -> Any:
    """The section in zope.conf of the main database's storage."""
    return next(
        database.config.storage
        for database in getConfiguration().databases
        if "/" in database.getVirtualMountPaths()
    )
