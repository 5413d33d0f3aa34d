"""Keys in links that go out by mail.

A key is computed from the portal's secret and what it opens, so it is stored nowhere: not
in the outbox, not in the records. A request or a question says itself whether its link
was used, and how old it is.
"""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256
from plone.keyring.interfaces import IKeyManager
from urllib.parse import urlencode
from zope.component import getUtility


#: plone.keyring's ring for what the portal itself hands out.
RING = "_system"


def link(page_url: str, purpose: str, reference: str) -> str:
    """The address of a page with what it opens and the key to it."""
    secret = getUtility(IKeyManager).secret(RING)
    key = _key(secret, purpose, reference)
    return f"{page_url}?{urlencode({'id': reference, 'key': key})}"


def fits(key: str, purpose: str, reference: str) -> bool:
    """Whether a key opens it; also one made before the portal's secret was rotated."""
    secrets = [secret for secret in getUtility(IKeyManager)[RING] if secret]
    found = [_same(key, _key(secret, purpose, reference)) for secret in secrets]
    return any(found)


def _key(secret: str, purpose: str, reference: str) -> str:
    text = f"cites.cug:{purpose}:{reference}".encode()
    digest = hmac.new(secret.encode(), text, sha256).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
