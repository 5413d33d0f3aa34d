"""What the clock does for the login: it deletes rows that no longer count."""

from cites.cug.core.jobs.interfaces import IClockJob
from cites.cug.login import api_tokens, login_tokens, sessions, settings, throttle
from datetime import datetime, UTC
from zope.interface import implementer


@implementer(IClockJob)
class ForgetLogins:
    every = 60 * 60

    def run(self) -> None:
        now = datetime.now(UTC)
        sessions.delete_ended_sessions(now)
        login_tokens.delete_ended_login_tokens(now)
        api_tokens.delete_ended_tokens(now)
        throttle.forget_attempts(now - settings.window())
