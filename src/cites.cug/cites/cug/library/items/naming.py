"""Names of library items are random, so that an address says nothing about a title.

A name made from the title would show the title in links and logs. A refused name would
tell that a hidden item has it already.
"""

import secrets
from cites.cug.interfaces import IInsideGroup
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from plone.app.content.interfaces import INameFromTitle
from Products.CMFUid.interfaces import IUniqueIdGenerator
from zope.component import adapter
from zope.interface import implementer


_copying = ContextVar("copying", default=False)


def random_name() -> str:
    """16 random hexadecimal digits."""
    return secrets.token_hex(8)


@implementer(INameFromTitle)
@adapter(IInsideGroup)
class RandomName:
    """Names new content."""

    def __init__(self, item):
        self.title = random_name()


@contextmanager
def copies_named_anew() -> Iterator[None]:
    """Plone would number them, and so tell how many others have copied the same."""
    token = _copying.set(True)
    try:
        yield
    finally:
        _copying.reset(token)


def is_copying() -> bool:
    """Whether what is put into a folder now is a copy."""
    return _copying.get()


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
