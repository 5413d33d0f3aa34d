"""Keys of links in letters.

A key is computed from the message keys, the purpose and the id of what the link opens. So
it is stored nowhere, and whoever reads the databases cannot compute it. The request or
question itself records whether its link was used, and how old it is.
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


#: The ring of plone.keyring from which earlier versions computed keys.
RING = "_system"


def link_to(page_url: str, purpose: str, reference: str) -> str:
    """The address of a page, with the id of what it opens and the key."""
    key, *_older = _keys(purpose, reference)
    return f"{page_url}?{urlencode({'id': reference, 'key': key})}"


def is_valid_key(key: str, purpose: str, reference: str) -> bool:
    """Whether the key belongs to this purpose and id.

    Keys from before a rotation of the message keys are valid, too.
    """
    known = [*_keys(purpose, reference)]
    if not keyring().bound_only:
        known += _earlier_keys(purpose, reference)
    found = [hmac.compare_digest(key.encode(), one.encode()) for one in known]
    return any(found)


def _keys(purpose: str, reference: str) -> list[str]:
    return keyed_digests("links in letters", f"{purpose}:{reference}")


def _earlier_keys(purpose: str, reference: str) -> Iterator[str]:
    """The keys in letters from before the first rotation of the message keys."""
    text = f"cites.cug:{purpose}:{reference}".encode()
    for secret in filter(None, getUtility(IKeyManager)[RING]):
        made = hmac.digest(secret.encode(), text, sha256)
        yield urlsafe_b64encode(made).decode().rstrip("=")
