"""For the Secretariat: the end of a member's sessions."""

from cites.cug import _
from cites.cug.login import api_tokens
from cites.cug.login import sessions
from cites.cug.membership.account_status import runs_site
from cites.cug.membership.browser.member_action import MemberActionPage
from cites.cug.membership.member_sessions import end_member_sessions
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class EndSessionsPage(MemberActionPage):
    """Asks why."""

    template = ViewPageTemplateFile("templates/end_sessions.pt")
    page_title = _("End sessions")
    name = "end-sessions"
    no_note = _("Say why.")

    def act(self, note: str) -> str:
        user_id = self.keeper.user_id
        end_member_sessions(self.context, self.member, acting_user=user_id, note=note)
        return self.finish(_("All sessions and tokens of ${name} have ended."), "members")

    def runs_site(self) -> bool:
        return runs_site(self.member)

    def counts(self) -> dict[str, int]:
        """How much is open; where and with what is the member's own to see."""
        return {
            "sessions": len(sessions.sessions_of(self.member)),
            "tokens": len(api_tokens.list_tokens(self.member)),
        }
