"""What the portal does where its disk is nearly full: it reads, and takes nothing in.

Log-in, log-out and the removal of members write little, and go on. Other programs may
fill the disk to its end. Then a file that was kept for it is deleted, so that there is
room for what is little.
"""

import os
import shutil
import time
from cites.cug.access.publication import published_view
from cites.cug.core.plone_internals.publishing import service_name
from cites.cug.core.settings.deployment import data_folder, is_deployment, least_free
from cites.cug.interfaces import ICugLayer
from cites.cug.wsgi.request_checks import CHANGING_VERBS
from pathlib import Path
from typing import Any, NamedTuple
from zope.component import adapter
from zope.processlifetime import IProcessStarting
from ZPublisher.interfaces import IPubAfterTraversal


#: Pages and services that may write all the same.
LITTLE = frozenset(
    {
        *("login", "login_form", "second-step", "second-factor", "logout"),
        *("@login", "@login-renew", "@logout"),
        *("roster", "@members", "lost-device", "end-sessions"),
    }
)
RESERVE = 32 * 2**20
#: Bytes below which the reserve is given up: much less, and SQLite could write nothing.
LAST = RESERVE // 4
#: Seconds for which the last look at the disk is believed.
PAUSE = 1.0

#: When the disk was looked at, and how many bytes were free then.
_seen: list[float] = []


class NoSpaceLeft(Exception):
    """There is less free space than the portal keeps for what must go on."""


def reserve_file() -> Path:
    return data_folder() / "reserve"


class Disk(NamedTuple):
    """A disk's size and free space, in bytes."""

    total: int
    free: int


def data_disk() -> Disk:
    """The disk on which the data are, or will be once their folder is there."""
    return disk_of(data_folder())


def disk_of(folder: Path) -> Disk:
    """The disk of a folder that need not be there yet."""
    place = next(one for one in (folder, *folder.parents) if one.is_dir())
    usage = shutil.disk_usage(place)
    return Disk(usage.total, usage.free)


def free_bytes() -> int:
    return data_disk().free


def has_room() -> bool:
    """Whether more may be taken in; gives up the reserve, or fills it up again."""
    if not data_folder().is_dir():
        # A process without a deployment, as in tests: nothing is kept on this disk.
        return True
    now = time.monotonic()
    if not _seen or now - _seen[0] > PAUSE:
        free = free_bytes()
        _seen[:] = [now, free]
        if free < LAST:
            reserve_file().unlink(missing_ok=True)
        elif free > least_free() + RESERVE:
            keep_reserve()
    return _seen[1] >= least_free()


def keep_reserve() -> None:
    """Make the file that is deleted when nothing else is left."""
    file = reserve_file()
    if file.exists():
        return
    with file.open("wb") as made:
        os.posix_fallocate(made.fileno(), 0, RESERVE)


@adapter(IProcessStarting)
def keep_reserve_at_start(_event: object) -> None:
    if is_deployment() and free_bytes() > least_free() + RESERVE:
        keep_reserve()


@adapter(IPubAfterTraversal)
def check_free_space(event: Any) -> None:
    """Raise NoSpaceLeft for a change that would take space which is not there."""
    request = event.request
    if not ICugLayer.providedBy(request) or request.method not in CHANGING_VERBS:
        return
    if not (has_room() or _writes_little(request)):
        raise NoSpaceLeft


def _writes_little(request: Any) -> bool:
    view = published_view(request)
    names = {getattr(view, "__name__", ""), service_name(request, view)}
    return not LITTLE.isdisjoint(names)
