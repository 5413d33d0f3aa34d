"""Adds content without what Plone keeps of it and nobody needs before it changes."""

from Acquisition import aq_base
from collections.abc import Iterator
from contextlib import contextmanager
from five.intid.keyreference import KeyReferenceToPersistent
from plone.app.linkintegrity.interfaces import IRetriever
from typing import Any
from zope.interface import implementer
from zope.keyreference.interfaces import IKeyReference, NotYet


@contextmanager
def added_lightly(item: Any, may_be: bool = True) -> Iterator[None]:
    """Without a first version: the item is that itself until somebody changes it.

    And without the number that relations have for it, if it leads nowhere. Plone numbers
    it when something else leads to it.
    """
    if not may_be:
        yield
        return
    links = IRetriever(item).retrieveLinks()
    base = aq_base(item)
    base.versioning_enabled = False
    base._v_without_number = not links
    try:
        yield
    finally:
        del base.versioning_enabled
        base._v_without_number = False


@implementer(IKeyReference)
def key_of(item: Any) -> KeyReferenceToPersistent:
    """What relations number content by. Raises NotYet."""
    if getattr(aq_base(item), "_v_without_number", False):
        raise NotYet(item)
    return KeyReferenceToPersistent(item)
