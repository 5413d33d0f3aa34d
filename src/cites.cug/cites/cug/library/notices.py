"""Notices about alerts: a handling code and an address, and nothing else."""

from cites.cug import _
from cites.cug.codelists.lists import first_of, title
from collections.abc import Sequence
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message


class AlertNotices:
    """Base of such kinds of notice; several of one mail are one sentence."""

    #: Where the reader looks: below the alert, and in the group if there are several.
    page: str
    list_page = "library"
    #: What one notice says, and several, with ``handling`` and ``number``.
    one: Message
    several: Message

    def alert_of(self, notice: Any) -> Any | None:
        """The alert that it is about; None if that is gone."""
        raise NotImplementedError

    def lines(self, notices: Sequence[Any], group: Any, language: str) -> list[str]:
        alerts = {alert.UID(): alert for alert in map(self.alert_of, notices) if alert}
        found = {alert.handling for alert in alerts.values()}
        handling = title("handling", first_of("handling", found), language)
        mapping = {"handling": handling, "number": str(len(notices))}
        words = self.one if len(notices) == 1 else self.several
        if len(alerts) == 1:
            (alert,) = alerts.values()
            url = f"{alert.absolute_url()}/{self.page}"
        else:
            url = f"{group.absolute_url()}/{self.list_page}"
        return [translate(_(words, mapping=mapping), target_language=language), url]
