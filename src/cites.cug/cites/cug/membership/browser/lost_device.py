"""For the Secretariat: a member has lost the device of the second factor."""

from cites.cug import _
from cites.cug.login import factors
from cites.cug.login.pending_changes import AlreadyAsked
from cites.cug.membership.account_changes import ask_to_remove_factor
from cites.cug.membership.account_changes import is_for_others
from cites.cug.membership.account_changes import OfOthers
from cites.cug.membership.browser.member_action import MemberActionPage
from datetime import datetime
from datetime import UTC
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


OF_OTHERS = _("The second factor of this account cannot be removed from this group.")


class LostDevicePage(MemberActionPage):
    """Asks how one knows that it is the member who asks."""

    template = ViewPageTemplateFile("templates/lost_device.pt")
    page_title = _("Lost device")
    name = "lost-device"
    no_note = _("Say how you made sure that it is this member who asks.")

    def act(self, note: str) -> str:
        who = {"acting_user": self.keeper.user_id, "at": datetime.now(UTC)}
        try:
            ask_to_remove_factor(self.context, self.member, note=note, **who)
        except OfOthers:
            return self.refuse(OF_OTHERS, status=403)
        except AlreadyAsked:
            return self.refuse(_("This has been asked for already, and waits."))
        text = _("The removal of the second factor of ${name} waits; all are told.")
        return self.finish(text, "account-changes")

    def is_for_others(self) -> bool:
        return is_for_others(self.member, self.keeper.user_id)

    def has_factor(self) -> bool:
        return factors.has_factor(self.member)
