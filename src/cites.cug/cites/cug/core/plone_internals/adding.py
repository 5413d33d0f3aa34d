"""Adds content without what Plone keeps of it and nobody needs before it changes."""

from Acquisition import aq_base
from collections.abc import Iterator
from contextlib import contextmanager
from five.intid.keyreference import KeyReferenceToPersistent
from plone.app.linkintegrity.interfaces import IRetriever
from typing import Any
from zope.interface import implementer
from zope.keyreference.interfaces import IKeyReference, NotYet


def suspend_versions(item: Any) -> None:
    """Let Plone store no version of the item as it is added."""
    aq_base(item).versioning_enabled = False


def resume_versions(item: Any) -> None:
    """Let changes of the item have versions again."""
    del aq_base(item).versioning_enabled


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
    suspend_versions(item)
    base._v_without_number = not links
    try:
        yield
    finally:
        resume_versions(item)
        base._v_without_number = False


@implementer(IKeyReference)
def key_of(item: Any) -> KeyReferenceToPersistent:
    """What relations number content by. Raises NotYet."""
    if getattr(aq_base(item), "_v_without_number", False):
        raise NotYet(item)
    return KeyReferenceToPersistent(item)
