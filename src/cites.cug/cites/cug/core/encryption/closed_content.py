"""Content whose words the records do not have in the clear: what is marked TLP:RED.

A workspace's code is that of its topics and comments, and an item's of its files.
"""

from Acquisition import aq_base, aq_chain, aq_inner
from cites.cug.core.plone_internals.catalog import indexed_object
from typing import Any


RED = "red"


def is_closed(content: Any) -> bool:
    """Whether content, or what it lies in, is marked TLP:RED."""
    around = aq_chain(aq_inner(indexed_object(content)))
    return any(getattr(aq_base(one), "handling", None) == RED for one in around)
