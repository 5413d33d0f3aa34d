"""Items and topics: that they are reported is their state, by whom their history."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from cites.cug import _
from cites.cug.access.guard import group_of
from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.access.transitions import available
from cites.cug.access.transitions import history
from cites.cug.access.transitions import move
from cites.cug.reports.interfaces import IReports
from cites.cug.reports.interfaces import Reported
from cites.cug.reports.interfaces import UnknownReport
from collections.abc import Mapping
from collections.abc import Sequence
from plone import api
from plone.app.uuid.utils import uuidToObject
from typing import Any
from zope.i18nmessageid import Message
from zope.interface import implementer


#: Name of the utility, and the state.
CONTENT, STATE = "content", "reported"
KINDS = {"Alert": _("Alert"), "LibraryDocument": _("Document"), "Topic": _("Topic")}
REINSTATE, DELETE = _("Reinstate"), _("Delete")
DECISIONS = {
    "reinstate": REINSTATE,
    "reinstate_shared": _("Reinstate, shared with IGO members"),
    "reinstate_archived": _("Reinstate in the archive"),
    "reinstate_closed": _("Reinstate, closed"),
    "return": _("Return to its author as a draft"),
}


@implementer(IReports)
class ReportedContent:
    """``key`` is the UID."""

    def total(self, group: Any) -> int:
        return len(_brains(group))

    def waiting(self, group: Any) -> list[Reported]:
        return [_reported(brain._unrestrictedGetObject()) for brain in _brains(group)]

    def find(self, group: Any, key: str) -> Reported:
        return _reported(self._content(group, key))

    def decide(self, group: Any, key: str, decision: str, acting_user: str) -> None:
        content = self._content(group, key)
        if decision not in _decisions(content):
            raise UnknownReport(key)
        if decision == "delete":
            aq_parent(aq_inner(content)).manage_delObjects([content.getId()])
        else:
            move(content, decision)

    def _content(self, group: Any, key: str) -> Any:
        content = uuidToObject(key, unrestricted=True)
        if content is None or not is_reported(content) or group_of(content) != group:
            raise UnknownReport(key)
        return content


def is_reported(content: Any) -> bool:
    return api.content.get_state(content, default=None) == STATE


def _brains(group: Any) -> Sequence[Any]:
    return api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        review_state=STATE, path="/".join(group.getPhysicalPath())
    )


def _reported(content: Any) -> Reported:
    last = history(content)[0]
    return Reported(
        content.UID(),
        KINDS[content.portal_type],
        content.title,
        content.absolute_url(),
        content.Creator(),
        last.actor,
        last.time.asdatetime(),
        last.comment,
        _decisions(content),
    )


def _decisions(content: Any) -> Mapping[str, Message]:
    found = {name: DECISIONS[name] for name in available(content)}
    return {**found, "delete": DELETE} if may(Permission.DELETE, content) else found
