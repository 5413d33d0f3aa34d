"""REST: report a comment as nominal."""

from cites.cug.access.guard import caller
from cites.cug.reports.reason import fit_reason
from cites.cug.reports.reason import ONLY_TOLD
from cites.cug.restapi.content_deserializer import field_error
from cites.cug.validation.errors import InvalidValue
from cites.cug.validation.errors import mistakes_in
from cites.cug.workspaces.actions.reporting import report_comment
from cites.cug.workspaces.actions.topics import UnknownComment
from cites.cug.workspaces.api.comments import TEXT
from cites.cug.workspaces.api.topics import NumberedService
from cites.cug.workspaces.capabilities import comment_to_report
from plone.protect.interfaces import IDisableCSRFProtection
from typing import Any
from zExceptions import NotFound
from zope.interface import alsoProvides


class ReportPost(NumberedService):
    """``POST {topic}/@report/{comment}`` ``{"reason"}``: hide the comment at once; 204

    202 if the comment stays visible and only the Secretariat is told.
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
        except InvalidValue as error:
            raise field_error(self.request, "reason", *mistakes_in(error)) from error
