"""The caller's own second factor: an app, passkeys, recovery codes."""

from cites.cug import _
from cites.cug.login import (
    api_tokens,
    authentication,
    codes,
    factors,
    passkeys,
    recovery,
    sessions,
)
from cites.cug.login.audit_records import record_login_event
from cites.cug.login.browser.set_up import AppSetUp, first_recovery_codes, WRONG_CODE
from cites.cug.login.own_page import OwnPage
from cites.cug.web.forms.once import keep_outcome, outcome_before, sent_as
from cites.cug.web.layout.navigation import SettingsEntry
from cites.cug.web.layout.times import moment, ShownTime
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


LONGEST_NAME = 60
#: What is kept of it that codes were shown: not the codes.
SHOWN = "shown"
NO_PASSKEY = _("login_passkey_could_made_try_text")


class SecondFactorPage(OwnPage):
    """Each change asks for password and second factor again."""

    template = ViewPageTemplateFile("templates/second_factor.pt")
    passkey_template = ViewPageTemplateFile("templates/new_passkey.pt")
    codes_template = ViewPageTemplateFile("templates/recovery_codes.pt")
    end_others = ViewPageTemplateFile("templates/end_others.pt")
    page_title = _("login_second_factor_heading")
    navigation_entry = SettingsEntry(order=30)
    name = "second-factor"
    is_guarded = True

    def handle(self) -> str | None:
        """Do what the pressed button says."""
        if outcome_before(self.request) == SHOWN:
            return self.show_again()
        if "passkey" in self.request.form:
            return self.keep_passkey()  # the password was asked for before
        if not self.confirmed():
            return None
        pressed = self.text("do")
        actions = {
            "app": self.keep_app,
            "new-passkey": self.begin_passkey,
            "remove-passkey": self.remove_passkey,
            "new-codes": self.new_codes,
            "remove": self.remove,
        }
        return actions[pressed]() if pressed in actions else None

    @cached_property
    def form(self) -> str:
        """What tells this request from all others; recovery codes follow from it."""
        return sent_as(self.request)

    @cached_property
    def app(self) -> AppSetUp:
        return AppSetUp(self.user_id, self.login, self.request.form)

    def has_app(self) -> bool:
        return codes.is_set_up(self.user_id)

    def due(self) -> ShownTime | None:
        """Until when the account must set up a second factor."""
        until = None if self.has_factor() else factors.due(self.user_id)
        return moment(until, self.language) if until else None

    def codes_left(self) -> int:
        return recovery.left(self.user_id)

    def passkeys(self) -> list[dict[str, Any]]:
        return [
            {
                "id": kept.id,
                "name": kept.name,
                "since": moment(kept.since, self.language),
                "used": kept.used and moment(kept.used, self.language),
            }
            for kept in passkeys.passkeys_of(self.user_id)
        ]

    def keep_app(self) -> str | None:
        made = self.app.confirm(self.form)
        if made is None:
            self.error = WRONG_CODE
            return None
        return self.show_codes(made)

    def show_again(self) -> str | None:
        """Show the codes of this form that are valid still.

        Not to who comes to the screen later: whoever sends it has shown a credential
        within minutes.
        """
        if not self.is_confirmed():
            return None
        return self.show_codes(recovery.codes_of_form(self.user_id, self.form))

    def show_codes(self, made: list[str]) -> str:
        """Show them; for a while the same form shows them again."""
        keep_outcome(self.request, SHOWN)
        others = self.end_others
        return self.codes_template(codes=made, onward=self.url, end_others=others)

    def has_others(self) -> bool:
        """Whether the account has other sessions."""
        current = authentication.session_id(self.request)
        elsewhere = [one.id for one in sessions.sessions_of(self.user_id)]
        return elsewhere != [current] or bool(api_tokens.list_tokens(self.user_id))

    def begin_passkey(self) -> str:
        title = self.context.title
        self.offer = passkeys.offer(
            self.user_id, self.login, self.folder, self.place, title
        )
        return self.passkey_template()

    def keep_passkey(self) -> str | None:
        name = self.text("name").strip()[:LONGEST_NAME] or "–"
        step, answer = self.text("step"), self.text("passkey")
        if not passkeys.accept(self.user_id, step, answer, name, self.place):
            self.error = NO_PASSKEY
            return None
        record_login_event("factor.add", self.user_id, kind="passkey")
        return self.show_codes(first_recovery_codes(self.user_id, self.form))

    def remove_passkey(self) -> str:
        if passkeys.remove_passkey(self.user_id, self.text("id")):
            record_login_event("factor.remove", self.user_id, kind="passkey")
        return self.done(_("login_second_factor_passkey_removed"))

    def new_codes(self) -> str:
        record_login_event("factor.recovery", self.user_id)
        return self.show_codes(recovery.new_codes(self.user_id, self.form))

    def remove(self) -> str:
        factors.remove_factors(self.user_id)
        record_login_event("factor.remove", self.user_id, kind="all")
        return self.done(_("login_second_factor_second_factor_removed"))
