"""REST: a comment is reported as nominal."""

from cites.cug.access.guard import caller
from cites.cug.intake.json_content import refuse
from cites.cug.intake.mistakes import mistakes_in
from cites.cug.intake.mistakes import Refused
from cites.cug.reports.reason import fit_reason
from cites.cug.reports.reason import ONLY_TOLD
from cites.cug.workspaces.actions.reporting import report_comment
from cites.cug.workspaces.actions.topics import UnknownComment
from cites.cug.workspaces.rights import comment_to_report
from cites.cug.workspaces.services.comments import TEXT
from cites.cug.workspaces.services.topics import NumberedService
from plone.protect.interfaces import IDisableCSRFProtection
from typing import Any
from zExceptions import NotFound
from zope.interface import alsoProvides


class ReportPost(NumberedService):
    """``POST {topic}/@report/{comment}`` ``{"reason"}``: hidden at once, 204.

    Or 202, where only the Secretariat is told.
    """

    def reply(self) -> dict[str, Any] | None:
        alsoProvides(self.request, IDisableCSRFProtection)
        number = self.number()
        try:
            comment = comment_to_report(self.context, number)
            who = {"acting_user": caller()}
            hidden = report_comment(self.context, comment, self.reason(), **who)
        except UnknownComment as error:
            raise NotFound(str(number)) from error
        if hidden:
            return None
        self.request.response.setStatus(202)
        return {"hidden": False, "message": self.say(ONLY_TOLD)}

    def reason(self) -> str:
        reason = self.body("reason").get("reason", "")
        if not isinstance(reason, str):
            raise self.refused(TEXT, "reason")
        try:
            return fit_reason(reason)
        except Refused as error:
            raise refuse(self.request, "reason", *mistakes_in(error)) from error
