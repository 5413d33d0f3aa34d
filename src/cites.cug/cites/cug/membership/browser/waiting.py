"""Pages of what waits: invitations, and changes of accounts that can be stopped."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.codelists.lists import title
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.validation.errors import Missing
from cites.cug.login import pending_changes
from cites.cug.login.pending_changes import ChangeKind, ChangeState, WAITING
from cites.cug.membership import account_changes, invitations
from cites.cug.membership.access_requests.links import is_valid_key
from cites.cug.membership.account_changes import KINDS
from cites.cug.membership.account_notices import STOP, STOP_PAGE
from cites.cug.membership.api.waiting import may_revoke
from cites.cug.membership.browser.link import LinkPage
from cites.cug.web.layout.navigation import ADMINISTRATION, NavigationEntry
from cites.cug.web.layout.page import Page
from cites.cug.web.layout.people import full_names
from cites.cug.web.layout.times import moment, ShownTime
from datetime import datetime, UTC
from plone.protect import CheckAuthenticator
from plone.protect.interfaces import IDisableCSRFProtection
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zExceptions import NotFound, Unauthorized
from zope.i18nmessageid import Message
from zope.interface import alsoProvides


class WaitingPage(Page):
    """A list with one form for each thing that waits; ``steps`` names the buttons."""

    template: Any
    name: str
    #: Button → message afterwards.
    steps: dict[str, Message]

    def __call__(self) -> str:
        self.now, self.language = datetime.now(UTC), reader_language()
        self.user_id = caller()
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            step = self.text("do")
            if step not in self.steps:
                raise NotFound(step)
            self.handle(step, self.text("id"))
            return self.lead_on(self.url, self.steps[step])
        return self.template()

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/{self.name}"

    def handle(self, step: str, of: str) -> None:
        raise NotImplementedError

    def change_rows(self, found: list[Any]) -> list[dict[str, Any]]:
        names = full_names({one.user_id for one in found})
        return [
            {
                "id": one.id,
                "name": names[one.user_id],
                "title": KINDS[ChangeKind(one.kind)],
                "due": moment(one.due, self.language),
                "is_own": one.kind == ChangeKind.OWN_ADDRESS,
                "is_asked": one.state == ChangeState.ASKED,
                "address": one.detail,
                "may_agree": one.kind == ChangeKind.FACTOR
                and self.user_id not in (one.user_id, one.asked_by),
            }
            for one in found
        ]

    def category(self, code: str) -> str:
        return title("category", code, self.language)


class OwnWaitingPage(WaitingPage):
    """``/invitations``: what the caller can accept, decline or stop."""

    template = ViewPageTemplateFile("templates/own_waiting.pt")
    page_title = _("membership_waiting_for_you_title")
    name = "invitations"
    steps = {
        "accept": _("membership_waiting_now_member_group_text"),
        "decline": _("membership_waiting_declined_invitation"),
        "stop": _("membership_waiting_change_stopped_everyone_knew_text"),
    }

    def handle(self, step: str, of: str) -> None:
        if step == "stop":
            change = pending_changes.find_change(of)
            if change is None or change.user_id != self.user_id:
                raise NotFound(of)
            account_changes.stop(change, acting_user=self.user_id, at=self.now)
            return
        own = invitations.find_own(self.user_id, of, self.now)
        act = invitations.accept if step == "accept" else invitations.decline
        act(own, at=self.now)

    def invitations(self) -> list[dict[str, Any]]:
        return [
            {
                "id": one.id,
                "group": invitations.group_of(one).title,
                "category": self.category(one.category),
                "opens": one.opens > self.now and moment(one.opens, self.language),
                "ends": moment(one.ends, self.language),
            }
            for one in invitations.invitations_for(self.user_id, self.now)
        ]

    def changes(self) -> list[dict[str, Any]]:
        return self.change_rows(pending_changes.pending([self.user_id], states=WAITING))


class AccountChangesPage(WaitingPage):
    """``{group}/account-changes``: changes that wait, of members of the group."""

    template = ViewPageTemplateFile("templates/account_changes.pt")
    page_title = _("common_account_changes_title")
    navigation_entry = NavigationEntry(
        order=11,
        place=ADMINISTRATION,
        part="people",
        explanation=_("membership_account_changes_explanation"),
        count=lambda group: len(account_changes.changes_in(group)),
        counted=_("membership_waiting_changes_that_wait"),
    )
    name = "account-changes"
    steps = {
        "stop": _("membership_waiting_change_stopped_everyone_knew_text"),
        "agree": _("membership_waiting_you_have_agreed"),
    }

    def handle(self, step: str, of: str) -> None:
        found = {one.id: one for one in self.found()}
        if of not in found:
            raise NotFound(of)
        who: dict[str, Any] = {"acting_user": self.user_id, "at": self.now}
        if step == "stop":
            account_changes.stop(found[of], **who)
        else:
            account_changes.agree(self.context, found[of], **who)

    def found(self) -> list[Any]:
        return account_changes.changes_in(self.context)

    def changes(self) -> list[dict[str, Any]]:
        return self.change_rows(self.found())


class AppointmentsPage(WaitingPage):
    """``{group}/appointments``: tells all members whom a site manager appoints."""

    template = ViewPageTemplateFile("templates/appointments.pt")
    page_title = _("membership_waiting_appointments_title")
    name = "appointments"
    steps = {"revoke": _("membership_waiting_appointment_revoked_all_members_text")}

    def handle(self, step: str, of: str) -> None:
        made = invitations.find(self.context, of, self.now)
        if not may_revoke(self.context, made):
            raise Unauthorized(of)
        who: dict[str, Any] = {"acting_user": self.user_id, "at": self.now}
        invitations.revoke(self.context, made, **who)

    def appointments(self) -> list[dict[str, Any]]:
        return [
            {
                "id": one.id,
                "name": one.name,
                "opens": moment(one.opens, self.language),
                "may_revoke": may_revoke(self.context, one),
            }
            for one in invitations.invitations_of(self.context, self.now)
            if invitations.is_appointment(one)
        ]


class StopChangePage(LinkPage):
    """``/stop-change``: opened by the link in the letter to the owner of the account."""

    before_inputs = ViewPageTemplateFile("templates/stop_change.pt")
    page_title = _("membership_waiting_stop_change_account_title")
    id = STOP_PAGE
    submit_label = _("membership_stop_it_button")
    thanks = _("membership_waiting_change_stopped_account_stays_text")

    def __call__(self) -> str:
        alsoProvides(self.request, IDisableCSRFProtection)
        return super().__call__()

    def refuse(self) -> None:
        """Answer an error for a POST only: a look at a page with nothing to stop is
        none.
        """
        if self.request.method == "POST":
            super().refuse()

    def look(self) -> bool:
        valid = is_valid_key(self.key, STOP, self.link)
        self.change = pending_changes.find_change(self.link) if valid else None
        return self.change is not None

    def follow(self, data: dict[str, Any]) -> None:
        owner = self.change.user_id
        if not account_changes.stop(self.change, acting_user=owner, at=self.now):
            raise Missing(self.link)

    def title(self) -> Message:
        return KINDS[ChangeKind(self.change.kind)]

    def due(self) -> ShownTime | None:
        """When it takes effect; None before the owner has confirmed it."""
        if self.change.state == ChangeState.ASKED:
            return None
        return moment(self.change.due, reader_language())
