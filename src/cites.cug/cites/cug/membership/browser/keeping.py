"""Actions from the directory, on one member or many at once, and from a member's page."""

import transaction
from cites.cug import _
from cites.cug.access.guard import require
from cites.cug.access.policy import Permission
from cites.cug.core.validation.errors import Refusal
from cites.cug.membership.actions import remove_member
from cites.cug.membership.managers import kept_entry
from cites.cug.membership.renewal import revalidate_members
from cites.cug.membership.schema import MOST_NOTE
from cites.cug.membership.suspension import reactivate_member, suspend_member
from cites.cug.web.layout.people import full_names
from collective.workspace.interfaces import IWorkspace
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from urllib.parse import urlencode
from zExceptions import BadRequest
from zope.i18n import translate
from zope.i18nmessageid import Message


#: Action → message afterwards.
DONE = {
    "revalidate": _("membership_keeping_confirmed_still_office"),
    "suspend": _("membership_keeping_suspended"),
    "reactivate": _("membership_keeping_reactivated"),
    "remove": _("membership_keeping_removed_from_the_group"),
}
#: Actions that need a second answer: question, consequence, label of the button.
QUESTIONS = {
    "suspend": (
        _("membership_keeping_suspend_these_members_question"),
        _("membership_keeping_they_lose_access_group_once_question"),
        _("membership_suspend_question"),
    ),
    "remove": (
        _("membership_keeping_remove_members_group_question"),
        _("membership_keeping_they_lose_access_group_question"),
        _("common_remove_label"),
    ),
}
MOST = 200
#: Said by the form on the page of one member, in the place of filters.
ONE = "one"


def member_url(group: Any, user_id: str) -> str:
    """The address of the page of one member."""
    return f"{group.absolute_url()}/member?{urlencode({'id': user_id})}"


class Keeping:
    """Reads and does one form that the directory sent."""

    def __init__(self, page: Any):
        self.page, self.context, self.request = page, page.context, page.request

    def handle(self) -> str:
        form = self.request.form
        action = form.get("action")
        self.action = action if isinstance(action, str) else ""
        self.members = self.chosen()
        if self.action not in DONE:
            raise self.bad(_("membership_keeping_choose_possibilities_error"))
        if self.action == "remove":
            require(Permission.MANAGE_MEMBERS, self.context)
        if not self.members:
            return self.refuse(_("membership_keeping_choose_least_member_error"))
        if self.action in QUESTIONS and "confirmed" not in form:
            return self.page.ask(self)
        try:
            self.do()
        except Refusal as refusal:
            return self.refuse(refusal.message)
        count = str(len(self.members))
        message = Message(DONE[self.action], mapping={"count": count})
        IStatusMessage(self.request).add(message)
        return self.go_back()

    def chosen(self) -> list[str]:
        """User ids of the chosen members. Raises an error if the caller does not keep
        one.
        """
        chosen = self.request.form.get("members", [])
        chosen = [chosen] if isinstance(chosen, str) else chosen
        if not all(isinstance(user_id, str) for user_id in chosen) or len(chosen) > MOST:
            raise self.bad(_("membership_keeping_choose_possibilities_error"))
        for user_id in chosen:
            kept_entry(self.context, self.page.keeper, user_id)
        return list(dict.fromkeys(chosen))

    def do(self) -> None:
        if self.action == "revalidate":
            revalidate_members(
                self.context, self.members, acting_user=self.page.keeper.user_id
            )
            return
        act = {
            "suspend": suspend_member,
            "reactivate": reactivate_member,
            "remove": remove_member,
        }[self.action]
        note = str(self.request.form.get("note") or "").strip()[:MOST_NOTE]
        for user_id in self.members:
            act(self.context, user_id, note=note, acting_user=self.page.keeper.user_id)

    def refuse(self, message: Message) -> str:
        """Undo everything and go back to the list with this message: no member is
        changed.
        """
        transaction.abort()
        IStatusMessage(self.request).add(message, type="error")
        return self.go_back()

    def go_back(self) -> str:
        self.request.response.redirect(self.back_url)
        return ""

    @property
    def back_url(self) -> str:
        """Address of the list with the filters that it had, or of the member's page from
        which the form came, while there is one.
        """
        query = str(self.request.form.get("back") or "")
        if query == ONE and len(self.members) == 1:
            (user_id,) = self.members
            if user_id in IWorkspace(self.context).members:
                return member_url(self.context, user_id)
            query = ""
        return f"{self.page.url}?{query}".rstrip("?")

    def bad(self, message: Message) -> BadRequest:
        return BadRequest(translate(message, context=self.request))

    def question(self) -> tuple[Message, Message, Message]:
        return QUESTIONS[self.action]

    def carried(self) -> list[tuple[str, str]]:
        """Hidden values that the question sends again."""
        members = [("members", user_id) for user_id in self.members]
        back = str(self.request.form.get("back") or "")
        return [*members, ("back", back), ("confirmed", "1")]

    def names(self) -> list[str]:
        return sorted(full_names(self.members).values())
