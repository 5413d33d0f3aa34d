"""Installs the demonstration; the profile ``cites.cug:demo`` calls ``install``."""

import logging
import time
from cites.cug.access.guard import caller
from cites.cug.core.settings.deployment import is_production
from cites.cug.core.trail.trail import SYSTEM
from cites.cug.demo.accounts import GROUPS, make_groups
from cites.cug.demo.newcomers import make_requests
from cites.cug.demo.texts import marked, words
from cites.cug.library.items.actions import LIBRARY_ID
from cites.cug.library.tools.follows.actions import follow
from cites.cug.library.tools.follows.fields import Field
from cites.cug.membership.institutions.actions import add_institution
from cites.cug.membership.institutions.schema import FIELDS
from cites.cug.setup.conditions import InstallationRefused
from collective.workspace.interfaces import IWorkspace
from datetime import date, datetime, timedelta, UTC
from plone import api
from typing import Any


logger = logging.getLogger("cites.cug.demo")
#: How many items are written between two lines of progress.
PROGRESS = 10
SECRETARIAT = "secretariat"
#: The group that has requests for access.
WITH_NEWCOMERS = "cheetahs"
#: Who follows what.
FOLLOWED = (
    ("customs-xa", Field.SPECIES, "Acinonyx jubatus soemmeringii"),
    ("customs-xa", Field.ROUTE, "XC-XB"),
    ("customs-xa", Field.SEARCH, "country=XA&q=dhow"),
    ("police-xb", Field.COUNTRY, "XB"),
    ("igo-unodc", Field.SPECIES, "Felidae"),
)
#: The directory: kind, country, name, contact, languages, species, services.
INSTITUTIONS = (
    (
        *("rescue_centre", "XA", "National wildlife rescue centre"),
        *("rescue.centre@example.org", ("en",), ("Felidae",)),
        "Takes live cats at any hour, with quarantine.",
    ),
    (
        *("laboratory", "XB", "Laboratory of forensic genetics"),
        *("forensic.laboratory@example.org", ("en", "fr"), ()),
        "DNA of skin, hair and bone; results in ten working days.",
    ),
    (
        *("expert", "XC", "Museum of natural history, mammals section"),
        *("mammals@example.org", ("en", "es"), ("Carnivora",)),
        "Identifies skins, skulls and live cubs by pictures within a day.",
    ),
)
#: Members who must be confirmed soon: user id → days left, days of the last reminder.
DUE = {"wildlife-xa": (25, 30), "police-xa": (8, 10)}


def install(tool: Any) -> None:
    """Make accounts, groups and content, unless one of the groups exists already.

    Raises InstallationRefused in production.
    """
    if is_production():
        raise InstallationRefused(
            "This is a production deployment: the demonstration, whose password is"
            " public, is not installed here. Nothing was changed."
        )
    portal = api.portal.get()
    present = [group_id for group_id in GROUPS if group_id in portal]
    if present:
        logger.warning("Nothing done, as there is a group %s.", " and ".join(present))
        return
    make_groups(portal, acting_user=caller() or SYSTEM)
    for group_id in GROUPS:
        now = datetime.now(UTC)
        fill_library(portal[group_id][LIBRARY_ID], group_id, now)
        fill_mailboxes(portal[group_id], group_id, now)
        fill_workspaces(portal[group_id], group_id)
    follow_something(portal[WITH_NEWCOMERS])
    keep_directory(portal[WITH_NEWCOMERS])
    fill_registry(datetime.now(UTC).date())
    make_due(portal[WITH_NEWCOMERS], datetime.now(UTC).date())
    made = make_requests(portal[WITH_NEWCOMERS], datetime.now(UTC))
    logger.info("%s: %s requests for access", WITH_NEWCOMERS, made)


def follow_something(group: Any) -> None:
    """Let some members follow what their work is about."""
    for user_id, field, value in FOLLOWED:
        follow(group, field, value, acting_user=user_id)


def keep_directory(group: Any) -> None:
    """Write the exercise directory of institutions, as the Secretariat."""
    with api.env.adopt_user(SECRETARIAT):
        for values in INSTITUTIONS:
            told = dict(zip(FIELDS, values, strict=True))
            told |= words("institutions", told["kind"])
            told["name"] = marked(told["name"])
            add_institution(group, told, acting_user=SECRETARIAT)


def make_due(group: Any, day: date) -> None:
    """Let the membership of some end soon, as if they had been reminded."""
    for name, (left, reminder) in DUE.items():
        until = day + timedelta(days=left)
        IWorkspace(group).note(name, valid_until=until, reminder=reminder, reminded=day)


def fill_library(library: Any, group_id: str, now: datetime) -> None:
    """Write the exercise items of a group into its library."""
    # Only the demonstration needs the modules that typeset. Nothing else may
    # load them, or fail without the extra "demo".
    from cites.cug.demo.sources import folders, sources
    from cites.cug.demo.writing import write_folder, write_item

    start = time.monotonic()
    places = {told["key"]: write_folder(library, told) for told in folders(group_id)}
    all_sources = sources(group_id)
    for number, source in enumerate(all_sources, 1):
        write_item(places.get(source.folder, library), source, now)
        if number % PROGRESS == 0 or number == len(all_sources):
            seconds = time.monotonic() - start
            total = len(all_sources)
            logger.info("%s: %s of %s items, %.1f s", group_id, number, total, seconds)


def fill_mailboxes(group: Any, group_id: str, now: datetime) -> None:
    """Write the exercise messages between the members of a group."""
    from cites.cug.demo.letters import Correspondence
    from cites.cug.demo.sources import messages

    correspondence = Correspondence(group, now)
    own = words("messages", group_id)
    for told in messages(group_id):
        correspondence.write({**told, **own.get(told["key"], {})})
    logger.info("%s: %s messages", group_id, len(correspondence.ids))


def fill_registry(day: date) -> None:
    """Put the exercise permits into the registry, with dates around the day."""
    from cites.cug.demo.permits import keep_permits

    logger.info("portal: %s permits", keep_permits(day))


def fill_workspaces(group: Any, group_id: str) -> None:
    """Make the exercise workspaces of a group with their discussions."""
    from cites.cug.demo.sources import workspaces
    from cites.cug.demo.workspaces import make_workspaces

    topics = make_workspaces(group, workspaces(group_id))
    logger.info("%s: %s topics in workspaces", group_id, topics)
