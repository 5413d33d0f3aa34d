"""Setting up an app that makes codes; part of two pages."""

from cites.cug import _
from cites.cug.login import codes, recovery
from cites.cug.login.audit_records import record_login_event
from functools import cached_property
from typing import Any
from zope.component.hooks import getSite


WRONG_CODE = _("login_set_up_code_app_currently_shows_text")
SECRET_LENGTH = 32


class AppSetUp:
    """What a page shows of a new app, and how it is confirmed with a first code."""

    def __init__(self, user_id: str, login: str, form: dict[str, Any]):
        self.user_id, self.login, self.form = user_id, login, form

    @cached_property
    def secret(self) -> str:
        """The app's secret; the same until a first code is right."""
        shown = self.form.get("secret")
        good = isinstance(shown, str) and len(shown) == SECRET_LENGTH and shown.isalnum()
        return shown if good and shown.isascii() else codes.new_generator()

    def grouped(self) -> str:
        """The secret in groups, to be typed where the QR code cannot be read."""
        starts = range(0, len(self.secret), 4)
        return " ".join(self.secret[n : n + 4] for n in starts)

    @property
    def address(self) -> str:
        return codes.address(self.secret, self.login, getSite().title)

    def picture(self) -> str:
        return codes.picture(self.address)

    def confirm(self, form: str = "") -> list[str] | None:
        """Store the app; recovery codes to show once, or None if the code is wrong."""
        code = self.form.get("code")
        step = codes.matching_step(self.secret, code) if isinstance(code, str) else None
        if step is None:
            return None
        codes.store_secret(self.user_id, self.secret, step)
        record_login_event("factor.add", self.user_id, kind="app")
        return first_recovery_codes(self.user_id, form)


def first_recovery_codes(user_id: str, form: str = "") -> list[str]:
    """New recovery codes if the account has none; those that it has stay valid."""
    return [] if recovery.left(user_id) else recovery.new_codes(user_id, form)
