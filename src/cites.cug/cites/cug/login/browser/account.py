"""The caller's own account: its sessions, and ways to its credentials."""

from cites.cug import _
from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.login import (
    accounts,
    authentication,
    sessions,
)
from cites.cug.login.audit_records import record_login_event
from cites.cug.login.own_page import OwnPage
from cites.cug.login.user_folders import folder_at
from cites.cug.web.layout.navigation import SettingsEntry
from cites.cug.web.layout.times import moment
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


class AccountPage(OwnPage):
    """The caller's sessions, with buttons to end them, and links to other pages."""

    template = ViewPageTemplateFile("templates/account.pt")
    page_title = _("common_password_and_sessions_link")
    navigation_entry = SettingsEntry(order=20)
    name = "account"
    carried = ("all", "id")

    def handle(self) -> str:
        if not self.confirmed():
            return self.confirm_template()
        if "all" in self.request.form:
            accounts.end_sessions(self.user_id)
            users = folder_at(self.context, self.folder)
            authentication.go_on(users, self.request, self.user_id)
            record_login_event("session.end", self.user_id, which="all")
            return self.done(_("login_account_all_other_sessions_tokens_text"))
        if sessions.end_one(self.user_id, self.text("id")):
            record_login_event("session.end", self.user_id, which="one")
        return self.done(_("login_account_the_session_has_ended"))

    def address(self) -> str:
        return api.user.get_current().getProperty("email") or ""

    def is_member(self) -> bool:
        """Whether the caller is in any group."""
        return may(Permission.CONSULT_PERMITS, self.context)

    def sessions(self) -> list[dict[str, Any]]:
        current = authentication.session_id(self.request)
        return [
            {
                "id": one.id,
                "device": one.device,
                "block": one.block,
                "is_program": one.kind == sessions.SessionKind.TOKEN,
                "is_current": one.id == current,
                "created": moment(one.created, self.language),
                "seen": moment(one.seen, self.language),
            }
            for one in sessions.sessions_of(self.user_id)
        ]
