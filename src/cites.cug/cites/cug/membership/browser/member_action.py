"""Pages on which the Secretariat does something with one member."""

from cites.cug import _
from cites.cug.login import api_tokens, factors, sessions
from cites.cug.membership.account_changes import (
    ask_to_remove_factor,
    is_for_others,
    propose_address,
)
from cites.cug.membership.account_status import runs_site
from cites.cug.membership.managers import member_manager, seen_entry
from cites.cug.membership.member_sessions import end_member_sessions
from cites.cug.membership.schema import INewAddress, MOST_NOTE
from cites.cug.web.forms.confirm_form import ConfirmForm
from cites.cug.web.forms.widgets import HiddenInput
from cites.cug.web.layout.people import full_name
from datetime import datetime, UTC
from functools import cached_property
from plone.autoform.directives import order_after, widget
from plone.supermodel.model import Schema
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope import schema
from zope.i18nmessageid import Message


class IMemberAction(Schema):
    """The member, and the reason."""

    widget("member", HiddenInput)
    member = schema.TextLine(title="User id")
    note = schema.TextLine(
        title=_("membership_member_action_why_label"),
        description=_("membership_member_action_for_the_audit_trail_help"),
        max_length=MOST_NOTE,
    )


class MemberActionPage(ConfirmForm):
    """Shows the consequences and asks for a note; ``?member=`` names the member."""

    schema = IMemberAction
    id_prefix = ""
    trail = {"members": _("membership_contacts")}

    def __call__(self) -> str:
        member = self.request.form.get("member")
        self.member = member.strip() if isinstance(member, str) else ""
        seen_entry(self.context, self.keeper, self.member)
        return super().__call__()

    @property
    def action(self) -> str:
        return f"{self.context.absolute_url()}/{self.id}"

    @property
    def cancel_url(self) -> str:  # type: ignore[override] # of each page
        return f"{self.context.absolute_url()}/members"

    def initial_values(self) -> dict[str, str]:
        return {"member": self.member}

    def handle(self, data: dict[str, Any]) -> None:
        self.act_on_member(data["note"])

    def act_on_member(self, note: str) -> None:
        """Do the action, then call ``finish_at``. Raises Refusal."""
        raise NotImplementedError

    def finish_at(self, page: str, text: Message) -> None:
        """Go to another page of the group, which shows this text."""
        said = Message(text, mapping={"name": self.about})
        self.finish(said, f"{self.context.absolute_url()}/{page}")

    @cached_property
    def keeper(self) -> Any:
        return member_manager(self.context)

    @cached_property
    def about(self) -> str:  # type: ignore[override] # of each page
        return full_name(self.member)


class EndSessionsPage(MemberActionPage):
    """Asks for the reason, then ends the sessions."""

    before_inputs = ViewPageTemplateFile("templates/open_sessions.pt")
    page_title = _("membership_end_sessions_title")
    id = "end-sessions"
    submit_label = _("membership_member_action_end_all_sessions_tokens_label")
    paragraphs = (_("membership_member_action_all_them_end_once_text"),)

    def act_on_member(self, note: str) -> None:
        user_id = self.keeper.user_id
        end_member_sessions(self.context, self.member, acting_user=user_id, note=note)
        self.finish_at(
            "members", _("membership_member_action_all_sessions_tokens_ended_text")
        )

    @property
    def obstacle(self) -> Message | None:
        if runs_site(self.member):
            return _("membership_member_action_operator_site_looks_after_text")
        return None

    def counts(self) -> dict[str, int]:
        """Numbers of open sessions and tokens. Places and devices are shown to the member
        only.
        """
        return {
            "sessions": len(sessions.sessions_of(self.member)),
            "tokens": len(api_tokens.list_tokens(self.member)),
        }


class IProposedAddress(INewAddress, IMemberAction):
    """The form: the address, and the reason."""

    order_after(email="member")


class ProposeAddressPage(MemberActionPage):
    """Proposes another e-mail address to the member, who alone can ask for it."""

    schema = IProposedAddress
    page_title = _("membership_propose_address_title")
    id = "propose-address"
    submit_class = "primary"
    submit_label = _("membership_propose_address_button")
    paragraphs = (_("membership_member_action_propose_address_text"),)

    def handle(self, data: dict[str, Any]) -> None:
        who = {"acting_user": self.keeper.user_id, "at": datetime.now(UTC)}
        email, note = data["email"], data["note"]
        propose_address(self.context, self.member, email, note=note, **who)
        self.finish_at("members", _("membership_member_action_address_proposed_text"))

    @property
    def obstacle(self) -> Message | None:
        if is_for_others(self.member, self.keeper.user_id):
            return _("membership_member_action_own_account_site_managers_text")
        return None


class ILostDevice(IMemberAction):
    """The form: how the Secretariat knows that the member asks."""

    note = schema.TextLine(
        title=_("membership_member_action_how_verify_member_asking_label"),
        description=_("membership_member_action_for_the_audit_trail_help"),
        max_length=MOST_NOTE,
    )


class LostDevicePage(MemberActionPage):
    """Asks to remove the second factor, with a note on how the member was identified."""

    schema = ILostDevice
    page_title = _("membership_lost_device_title")
    id = "lost-device"
    submit_label = _("membership_member_action_ask_remove_second_factor_label")
    paragraphs = (
        _("membership_member_action_after_delay_second_factor_text"),
        _("membership_member_action_call_member_back_telephone_text"),
    )

    def act_on_member(self, note: str) -> None:
        who = {"acting_user": self.keeper.user_id, "at": datetime.now(UTC)}
        ask_to_remove_factor(self.context, self.member, note=note, **who)
        text = _("membership_member_action_removal_second_factor_pending_text")
        self.finish_at("account-changes", text)

    @property
    def obstacle(self) -> Message | None:
        if is_for_others(self.member, self.keeper.user_id):
            return _("membership_member_action_own_account_site_managers_text")
        if not factors.has_factor(self.member):
            return _("membership_member_action_account_no_second_factor")
        return None
