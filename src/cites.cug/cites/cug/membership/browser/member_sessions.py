"""For the Secretariat: end all sessions of a member."""

from cites.cug import _
from cites.cug.login import api_tokens, sessions
from cites.cug.membership.account_status import runs_site
from cites.cug.membership.browser.member_action import MemberActionPage
from cites.cug.membership.member_sessions import end_member_sessions
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zope.i18nmessageid import Message


class EndSessionsPage(MemberActionPage):
    """Asks for the reason, then ends the sessions."""

    before_inputs = ViewPageTemplateFile("templates/open_sessions.pt")
    page_title = _("End sessions")
    id = "end-sessions"
    submit_label = _("End all sessions and tokens")
    paragraphs = (
        _(
            "All of them end at once, in other groups too. The password and second"
            " factor stay valid, so the member can log in again; a suspension prevents"
            " that. The member is told by e-mail."
        ),
    )

    def act_on_member(self, note: str) -> None:
        user_id = self.keeper.user_id
        end_member_sessions(self.context, self.member, acting_user=user_id, note=note)
        self.finish_at("members", _("All sessions and tokens of ${name} have ended."))

    @property
    def obstacle(self) -> Message | None:
        if runs_site(self.member):
            return _("The operator of the site looks after this account.")
        return None

    def counts(self) -> dict[str, int]:
        """Numbers of open sessions and tokens. Places and devices are shown to the member
        only.
        """
        return {
            "sessions": len(sessions.sessions_of(self.member)),
            "tokens": len(api_tokens.list_tokens(self.member)),
        }
