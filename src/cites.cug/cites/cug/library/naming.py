"""Names of library items are random, so that an address says nothing about a title.

A name made from the title would show the title in links and logs. A refused name would
tell that a hidden item has it already.
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
    """Names new content with 16 random hexadecimal digits."""

    def __init__(self, item):
        self.title = secrets.token_hex(8)


@implementer(IUniqueIdGenerator)
class RandomHistoryId:
    """Names the version history of an item at random.

    Plone's handler counts in one object, over which two members who add something at the
    same time would be in conflict.
    """

    def __call__(self) -> int:
        return secrets.randbits(62)

    def convert(self, uid: str | int) -> int:
        return int(uid)
