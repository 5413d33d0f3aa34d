"""Checks at start that content, records and files are there, and of this version.

What a process that died has left in the journal is applied before the first request.

Keys are checked earlier (``messaging.start``). Scripts skip these checks, so that the
upgrade can run.
"""

import ctypes
import gc
import transaction
import Zope2
from cites.cug.core.plone_internals.catalog import brain_object
from cites.cug.core.settings.deployment import is_deployment, records_url
from cites.cug.core.sql.replay import apply_left, find_older_store
from cites.cug.core.sql.schema import find_schema, SchemaState
from cites.cug.core.sql.session import engine, RecordsBusy
from cites.cug.operations.faults import OperationFailed
from cites.cug.operations.portals import find_portals, profile_versions, Version
from cites.cug.operations.stores import find_stores
from collections.abc import Iterator
from contextlib import closing
from sqlalchemy import Connection, inspect, make_url, text
from typing import Any
from ZODB.POSException import POSKeyError
from zope.component import adapter
from zope.component.hooks import setSite
from zope.processlifetime import IProcessStarting


#: How many of the newest files are checked: all of them would take too long.
SAMPLE = 20
FILE_TYPES = ("LibraryDocument", "File", "Image")
#: Objects that are new, then collections of the new and of the middle-aged ones, after
#: which the collector looks (``gc.set_threshold``).
COLLECTED_AFTER = (20_000, 20, 20)
#: Pieces of memory of so many bytes are given back to the system when they are free.
LARGE = 2**20
#: glibc's numbers (``mallopt``): of what it gives back at once, and how much free memory
#: it keeps beyond that.
M_MMAP_THRESHOLD, M_TRIM_THRESHOLD = -3, -1
RESTORE = "Restore a backup (docs/deployment.md, “Backup”), or correct the settings."
UPGRADE = "Run bin/cug upgrade, then start again."
#: There was no release before 1.0.0, so nothing leads from its data to this version.
UNRELEASED = (
    "The data are of a portal from before version 1.0.0: move them away (the folder var,"
    " and the databases on PostgreSQL) and make a new portal with bin/create-site."
)
WAY_BACK = "Start the newer version again, or restore the backup made before its upgrade."


class NotReady(OperationFailed):
    """The stores are incomplete or of another version, so the portal must not serve."""


@adapter(IProcessStarting)
def check_stores(_event: object) -> None:
    """End the process with the reason, rather than serve half a portal."""
    if not is_deployment():
        return
    app = Zope2.app()
    with closing(app._p_jar), engine(records_url()).connect() as connection:
        try:
            _check_restored()
            check_portal(app, connection)
            if find_portals(app):
                apply_left(app._p_jar.root(), again=True)
                check_same_time(app._p_jar.root())
        except RecordsBusy as busy:
            raise SystemExit(f"cites.cug: The records are busy: {busy}") from busy
        except NotReady as trouble:
            raise SystemExit(f"cites.cug: {trouble}") from trouble
        finally:
            setSite(None)
            transaction.abort()


def spare_collections(_event: object) -> None:
    """Let the collector of garbage look less often, and never at what stays for ever.

    What Plone has loaded at start is some 450,000 objects; each full collection would go
    through them again, in the middle of some request. Less than 7,000 of them are
    garbage: to look for it took as long as all checks of the start.

    Any program does so once Plone is loaded, and a process that serves once more, with
    what its checks have loaded.
    """
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)


@adapter(IProcessStarting)
def give_memory_back(_event: object) -> None:
    """Let what took much memory leave none of it behind.

    By itself glibc keeps large pieces for the thread that had one: the 19 MB by which a
    password is checked stay in each thread that ever checked one.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:  # not every library of C has it
        mallopt(M_MMAP_THRESHOLD, LARGE)
        mallopt(M_TRIM_THRESHOLD, 2 * LARGE)


def check_same_time(root: Any) -> None:
    """Raise NotReady if one of the stores is older than the other."""
    older = find_older_store(root)
    if older is not None:
        store, number = older
        raise NotReady(
            f"The {store} are of an earlier time: {number} changes are in the other store"
            " alone. Restore both from one backup (docs/operations.md), or, if there is"
            " none, take them as they are: bin/cug journal --accept."
        )


def _check_restored() -> None:
    marker = find_stores().marker
    if marker.exists():
        raise NotReady(f"A restore was interrupted ({marker} is there): run it again.")


def require_portals(app: Any) -> list[Any]:
    """The portals, for commands that would do nothing without one. Raises NotReady."""
    portals = find_portals(app)
    if not portals:
        raise NotReady("There is no portal here: bin/create-site makes one.")
    return portals


def check_portal(app: Any, connection: Connection) -> None:
    """Raise NotReady if something is missing, or of another version."""
    portals = find_portals(app)
    if not portals:
        if _has_history(connection):
            raise NotReady(
                f"The content is missing: there are records of a portal in {_place()},"
                f" and no portal in the database of content. {RESTORE}"
            )
        return
    _check_schema(connection)
    for portal in portals:
        check_profile(portal)
        _check_files(portal)


def _check_schema(connection: Connection) -> None:
    schema = find_schema(connection)
    if schema.state is SchemaState.MISSING:
        raise NotReady(
            f"The records are missing: there are none in {_place()}. {RESTORE}"
        )
    if schema.state is SchemaState.UNRELEASED:
        raise NotReady(UNRELEASED)
    if schema.state is SchemaState.OLDER:
        raise NotReady(
            f"The records are of an earlier version (schema {schema.revision}; this"
            f" version needs {schema.newest}). {UPGRADE}"
        )
    if schema.state is SchemaState.NEWER:
        raise NotReady(
            f"The records are of a newer version (schema {schema.revision}; this version"
            f" knows {schema.newest}). {WAY_BACK}"
        )


def check_profile(portal: Any) -> None:
    """Raise NotReady if the portal is of another version than the programs."""
    installed, newest = profile_versions(portal)
    if installed < newest:
        raise NotReady(
            f"The portal is of an earlier version (profile {_dotted(installed)}; this"
            f" version needs {_dotted(newest)}). {UPGRADE}"
        )
    if installed > newest:
        raise NotReady(
            f"The portal is of a newer version (profile {_dotted(installed)}; this"
            f" version knows {_dotted(newest)}). {WAY_BACK}"
        )


def _dotted(version: Version) -> str:
    return ".".join(map(str, version))


def _check_files(portal: Any) -> None:
    setSite(portal)
    for file in _newest_files(portal):
        try:
            with file.open():
                pass
        except (OSError, POSKeyError) as error:
            raise NotReady(
                "Files are missing: that of an item in the library, for one. They lie in"
                f" the folder blob-dir of zope.conf. {RESTORE}"
            ) from error


def _newest_files(portal: Any) -> Iterator[Any]:
    found = portal.portal_catalog.unrestrictedSearchResults(
        portal_type=FILE_TYPES,
        sort_on="modified",
        sort_order="descending",
        sort_limit=SAMPLE,
    )
    for brain in found[:SAMPLE]:
        item = brain_object(brain)
        file = getattr(item, "file", None) or getattr(item, "image", None)
        if hasattr(file, "open"):
            yield file


def _has_history(connection: Connection) -> bool:
    """Whether a portal has used these records. Creating a portal leaves none."""
    if not inspect(connection).has_table("audit_event"):
        return False
    return connection.scalar(text("SELECT 1 FROM audit_event LIMIT 1")) is not None


def _place() -> str:
    return make_url(records_url()).render_as_string(hide_password=True)
