"""Keys in links that go out by mail.

A key is computed from the message keys and what it opens, so it is stored nowhere, in no
outbox and in no record, and who reads the databases cannot compute it. A request or a
question says itself whether its link was used, and how old it is.
"""

import hmac
from base64 import urlsafe_b64encode
from cites.cug.encryption.authentic import keyed_digests
from cites.cug.encryption.keys import keyring
from collections.abc import Iterator
from hashlib import sha256
from plone.keyring.interfaces import IKeyManager
from urllib.parse import urlencode
from zope.component import getUtility


#: plone.keyring's ring, from which earlier versions computed keys.
RING = "_system"


def link_to(page_url: str, purpose: str, reference: str) -> str:
    """The address of a page with what it opens and the key to it."""
    key, *_older = _keys(purpose, reference)
    return f"{page_url}?{urlencode({'id': reference, 'key': key})}"


def is_valid_key(key: str, purpose: str, reference: str) -> bool:
    """Whether a key opens it; also one made before the message keys were rotated."""
    known = [*_keys(purpose, reference)]
    if not keyring().bound_only:
        known += _earlier_keys(purpose, reference)
    found = [hmac.compare_digest(key.encode(), one.encode()) for one in known]
    return any(found)


def _keys(purpose: str, reference: str) -> list[str]:
    return keyed_digests("links in letters", f"{purpose}:{reference}")


def _earlier_keys(purpose: str, reference: str) -> Iterator[str]:
    """In letters that went out before the first rotation of the message keys."""
    text = f"cites.cug:{purpose}:{reference}".encode()
    for secret in filter(None, getUtility(IKeyManager)[RING]):
        made = hmac.digest(secret.encode(), text, sha256)
        yield urlsafe_b64encode(made).decode().rstrip("=")
