"""Removes from the audit trail what it tells of a former member."""

from cites.cug.membership.roster import rosters_of
from cites.cug.operations.faults import OperationFailed
from cites.cug.operations.start import require_portals
from cites.cug.operations.upkeep import ACTOR
from cites.cug.operations.verification import open_content
from cites.cug.trail_desk.retention import forget_person
from contextlib import closing
from datetime import datetime, UTC
from zope.component.hooks import setSite


def forget_member(user_id: str) -> int:
    """How many events there were. Raises OperationFailed for who is a member."""
    app = open_content(read_only=True)
    with closing(app._p_jar):
        portals = require_portals(app)
        for portal in portals:
            setSite(portal)
            groups = rosters_of(user_id)
            setSite(None)
            if groups:
                raise OperationFailed(
                    f"{user_id} is a member of /{portal.getId()}/{groups[0].getId()}:"
                    " remove the member first."
                )
        now = datetime.now(UTC)
        return forget_person(portals[0], user_id, now, acting_user=ACTOR)
