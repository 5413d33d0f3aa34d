"""Signs notices as the Standard Webhooks say (https://www.standardwebhooks.com)."""

import hmac
from base64 import b64decode, b64encode
from cites.cug.login.web_hooks import PREFIX
from datetime import datetime


VERSION = "v1"


def signed_headers(
    secret: str, notice_id: str, body: bytes, now: datetime
) -> dict[str, str]:
    """The headers that say which notice it is, when it was sent, and by whom."""
    moment = str(int(now.timestamp()))
    key = b64decode(secret.removeprefix(PREFIX))
    text = b".".join((notice_id.encode(), moment.encode(), body))
    signature = b64encode(hmac.digest(key, text, "sha256")).decode()
    return {
        "webhook-id": notice_id,
        "webhook-timestamp": moment,
        "webhook-signature": f"{VERSION},{signature}",
    }
