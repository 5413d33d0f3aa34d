"""The base of pages on which the Secretariat does something with one member."""

from cites.cug import _
from cites.cug.membership.managers import member_manager, seen_entry
from cites.cug.membership.schema import MOST_NOTE
from cites.cug.web.forms.confirm_form import ConfirmForm
from cites.cug.web.forms.widgets import HiddenInput
from cites.cug.web.layout.people import full_name
from functools import cached_property
from plone.autoform.directives import widget
from plone.supermodel.model import Schema
from typing import Any
from zope import schema
from zope.i18nmessageid import Message


class IMemberAction(Schema):
    """The member, and the reason."""

    widget("member", HiddenInput)
    member = schema.TextLine(title="User id")
    note = schema.TextLine(
        title=_("Why?"), description=_("For the audit trail."), max_length=MOST_NOTE
    )


class MemberActionPage(ConfirmForm):
    """Shows the consequences and asks for a note; ``?member=`` names the member."""

    schema = IMemberAction
    id_prefix = ""
    trail = {"members": _("Members")}

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
