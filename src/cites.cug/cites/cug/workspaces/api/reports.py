"""REST: report a comment as nominal."""

from cites.cug.core.validation.errors import invalid, InvalidValue
from cites.cug.reports.reason import fit_reason, ONLY_TOLD
from cites.cug.web.restapi.request_values import TEXT
from cites.cug.workspaces.actions.reporting import report_comment
from cites.cug.workspaces.api.topics import CommentService
from cites.cug.workspaces.capabilities import comment_to_report
from typing import Any


class ReportPost(CommentService):
    """``POST {topic}/@report/{comment}`` ``{"reason"}``: hide the comment at once; 204

    202 where only the Secretariat is told.
    """

    keys = ("reason",)

    def reply(self) -> dict[str, Any] | None:
        comment = comment_to_report(self.context, self.number)
        if report_comment(self.context, comment, self.reason(), acting_user=self.user_id):
            return None
        self.request.response.setStatus(202)
        return {"hidden": False, "message": self.say(ONLY_TOLD)}

    def reason(self) -> str:
        reason = self.body.get("reason", "")
        if not isinstance(reason, str):
            raise invalid("reason", TEXT)
        try:
            return fit_reason(reason)
        except InvalidValue as error:
            raise invalid("reason", *error.mistakes) from error
