"""Brings content and records together to this version of the portal."""

import transaction
from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.users import system
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.schema import find_schema, SchemaState, upgrade
from cites.cug.core.sql.session import engine
from cites.cug.demo.create_site import no_site_on_failure, update_site
from cites.cug.operations.journal import apply_all
from cites.cug.operations.portals import profile_versions
from cites.cug.operations.progress import Progress
from cites.cug.operations.rebuilding import drop_stray_words
from cites.cug.operations.start import (
    NotReady,
    require_portals,
    UNRELEASED,
    WAY_BACK,
)
from cites.cug.operations.verification import open_content
from contextlib import closing


def bring_to_newest(progress: Progress) -> str:
    """Upgrade the records, then each portal, each in one transaction.

    An interrupted upgrade is run again: it skips what is done. Returns the outcomes.
    Raises NotReady.
    """
    app = open_content(read_only=False)
    newSecurityManager(None, system)
    with closing(app._p_jar.db()):
        portals = require_portals(app)
        _refuse_other(portals)
        progress.say("journal")
        # Its statements are for the schema before the upgrade.
        apply_all(app._p_jar.root())
        progress.say("records")
        upgrade()
        outcomes = []
        for portal in portals:
            progress.say(f"/{portal.getId()}")
            with transaction.manager, no_site_on_failure():
                outcomes.append(f"/{portal.getId()}: {update_site(portal)}")
        with transaction.manager:
            drop_stray_words(app)
    return ", ".join(outcomes)


def _refuse_other(portals: list) -> None:
    """Raise NotReady for data that cannot be brought to this version."""
    with engine(records_url()).connect() as connection:
        state = find_schema(connection).state
    if state is SchemaState.UNRELEASED:
        raise NotReady(UNRELEASED)
    newer = state is SchemaState.NEWER
    for portal in portals:
        installed, newest = profile_versions(portal)
        newer = newer or installed > newest
    if newer:
        raise NotReady(f"The portal is of a newer version than the programs. {WAY_BACK}")
