"""Whether a session's or a token's secret is a live one, asked before Zope is reached."""

from cites.cug.login import api_tokens, sessions
from cites.cug.wsgi.body_limits import ICredentialCheck
from zope.interface import provider


@provider(ICredentialCheck)
def is_live(secret: str) -> bool:
    """Whether it is in the database; whose it is and what it opens is checked later."""
    if secret.startswith(api_tokens.PREFIX):
        return api_tokens.find_token(secret) is not None
    return sessions.is_kept(secret)
