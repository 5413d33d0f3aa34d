"""Names of library items: random, so that an address tells nothing of a title.

A name made from the title would show it in links and logs, and a refused name would tell
that something hidden already has it.
"""

import secrets
from cites.cug.interfaces import IInsideGroup
from plone.app.content.interfaces import INameFromTitle
from Products.CMFUid.interfaces import IUniqueIdGenerator
from zope.component import adapter
from zope.interface import implementer


@implementer(INameFromTitle)
@adapter(IInsideGroup)
class RandomName:
    def __init__(self, item):
        self.title = secrets.token_hex(8)


@implementer(IUniqueIdGenerator)
class RandomHistoryId:
    """Names the versions of an item.

    Plone's own counts in one object, over which any two members who add at the same time
    are in conflict.
    """

    def __call__(self) -> int:
        return secrets.randbits(62)

    def convert(self, uid: str | int) -> int:
        return int(uid)
