"""The text of notices about reports: never what was reported, nor by whom."""

from cites.cug import _
from cites.cug.core.validation.errors import Missing
from cites.cug.mailing.interfaces import INoticeKind
from cites.cug.reports.lookup import find_report
from collections.abc import Sequence
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import implementer


class WhileReported:
    """Base of notices that are sent only until the Secretariat has decided."""

    def wanted(self, notice: Any, group: Any) -> bool:
        try:
            find_report(group, notice.reference)
        except Missing:
            return False
        return True


@implementer(INoticeKind)
class ToDecide(WhileReported):
    """Tells the Secretariat that something is hidden and waits for a decision."""

    text = _("reports_notices_reports_identifying_information_content_text")

    def lines(self, notices: Sequence[Any], group: Any, language: str) -> list[str]:
        number = len({notice.reference for notice in notices})
        text = Message(self.text, mapping={"number": str(number)})
        url = f"{group.absolute_url()}/reports"
        return [translate(text, target_language=language), url]


class ToldOnly(ToDecide):
    """Tells the Secretariat of a report that hides nothing."""

    text = _("reports_notices_reports_of_text")


@implementer(INoticeKind)
class Hidden(WhileReported):
    """Tells the author that something is hidden."""

    def lines(self, notices: Sequence[Any], group: Any, language: str) -> list[str]:
        found = [find_report(group, notice.reference)[1] for notice in notices]
        text = _("reports_notices_member_reported_identifying_information_text")
        links = sorted({one.url for one in found})
        return [translate(text, target_language=language), *links]


@implementer(INoticeKind)
class Decided:
    """Tells the author and the reporters what was decided."""

    def wanted(self, notice: Any, group: Any) -> bool:
        return True

    def lines(self, notices: Sequence[Any], group: Any, language: str) -> list[str]:
        text = _("reports_notices_secretariat_decided_report_identifying_text")
        url = f"{group.absolute_url()}/overview"
        return [translate(text, target_language=language), url]
