"""Keys of links in letters.

A key is computed from the message keys, the purpose and the id of what the link opens. So
it is stored nowhere, and whoever reads the databases cannot compute it. The request or
question itself records whether its link was used, and how old it is.
"""

import hmac
from cites.cug.core.encryption.authentic import keyed_digests
from urllib.parse import urlencode


def link_to(page_url: str, purpose: str, reference: str) -> str:
    """The address of a page, with the id of what it opens and the key."""
    key, *_older = _keys(purpose, reference)
    return f"{page_url}?{urlencode({'id': reference, 'key': key})}"


def is_valid_key(key: str, purpose: str, reference: str) -> bool:
    """Whether the key belongs to this purpose and id.

    Keys from before a rotation of the message keys are valid, too.
    """
    sent = key.encode("utf-8", "surrogatepass")
    known = _keys(purpose, reference)
    found = [hmac.compare_digest(sent, one.encode()) for one in known]
    return any(found)


def _keys(purpose: str, reference: str) -> list[str]:
    return keyed_digests("links in letters", f"{purpose}:{reference}")
