"""What the clock does for those who follow something."""

import transaction
from cites.cug.core.sql.session import session
from cites.cug.library.tools.follows.matching import tell_followers
from cites.cug.library.tools.follows.models import ItemChange
from datetime import datetime, UTC
from plone.app.uuid.utils import uuidToObject
from sqlalchemy import select


def take_up_changes() -> bool:
    """Takes up what has changed in the libraries. It can be repeated."""
    uids = session().scalars(select(ItemChange.group_uid).distinct()).all()
    transaction.commit()
    more = [transaction.manager.run(lambda uid=uid: _tell(uid)) for uid in uids]
    return any(more)


def _tell(group_uid: str) -> bool:
    """One transaction, which is tried again if another writer was in the way."""
    group = uuidToObject(group_uid, unrestricted=True)
    return tell_followers(group_uid, group, datetime.now(UTC))
