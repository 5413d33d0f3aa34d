"""For the Secretariat: a member has lost the device with the second factor."""

from cites.cug import _
from cites.cug.login import factors
from cites.cug.membership.account_changes import ask_to_remove_factor, is_for_others
from cites.cug.membership.browser.member_action import IMemberAction, MemberActionPage
from cites.cug.membership.schema import MOST_NOTE
from datetime import datetime, UTC
from zope import schema
from zope.i18nmessageid import Message


class ILostDevice(IMemberAction):
    """The form: how the Secretariat knows that the member asks."""

    note = schema.TextLine(
        title=_("How did you verify that it is this member who is asking?"),
        description=_("For the audit trail."),
        max_length=MOST_NOTE,
    )


class LostDevicePage(MemberActionPage):
    """Asks to remove the second factor, with a note on how the member was identified."""

    schema = ILostDevice
    page_title = _("Lost device")
    id = "lost-device"
    submit_label = _("Ask to remove the second factor")
    paragraphs = (
        _(
            "The second factor of this account is removed, after a delay: app, passkeys"
            " and codes for recovery. Then all sessions and tokens of the member end; the"
            " password stays, and whoever knows it can log in and set up a new second"
            " factor. Until then the member and the Secretariats of all groups of the"
            " member, who are told by e-mail, can stop it; so does a new password. Where"
            " the member is in other groups too, their Secretariats must agree. A second"
            " member of a Secretariat can end the delay."
        ),
        _(
            "Call the member back on the telephone number that you know; an e-mail may"
            " come from somebody else."
        ),
    )

    def act_on_member(self, note: str) -> None:
        who = {"acting_user": self.keeper.user_id, "at": datetime.now(UTC)}
        ask_to_remove_factor(self.context, self.member, note=note, **who)
        text = _(
            "The removal of the second factor of ${name} is pending; everyone concerned"
            " has been told."
        )
        self.finish_at("account-changes", text)

    @property
    def obstacle(self) -> Message | None:
        if is_for_others(self.member, self.keeper.user_id):
            return _(
                "For your own account and those of site managers, somebody else must do"
                " this: a colleague in the Secretariat, or the operator of the site."
            )
        if not factors.has_factor(self.member):
            return _("This account has no second factor.")
        return None
