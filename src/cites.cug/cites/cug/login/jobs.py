"""What the clock does for the login: it deletes rows that no longer count."""

from cites.cug.login import api_tokens, login_tokens, sessions, settings, throttle
from datetime import datetime


def forget_logins(now: datetime) -> None:
    sessions.delete_ended_sessions(now)
    login_tokens.delete_ended_login_tokens(now)
    api_tokens.delete_ended_tokens(now)
    throttle.forget_attempts(now - settings.window())
