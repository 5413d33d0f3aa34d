"""Notices about alerts: a handling code and an address, and nothing else."""

from cites.cug.mailing.handled_notices import HandledNotices
from collections.abc import Sequence
from typing import Any


class AlertNotices(HandledNotices):
    """Base of such kinds of notice."""

    #: Where the reader looks: below the alert, and in the group if there are several.
    page: str
    list_page = "library"

    def alert_of(self, notice: Any) -> Any | None:
        """The alert that it is about; None if that is gone."""
        raise NotImplementedError

    def alerts_of(self, notices: Sequence[Any]) -> list[Any]:
        alerts = filter(None, map(self.alert_of, notices))
        return list({alert.UID(): alert for alert in alerts}.values())

    def handlings(self, notices: Sequence[Any]) -> set[str]:
        return {alert.handling for alert in self.alerts_of(notices)}

    def url(self, notices: Sequence[Any], group: Any) -> str:
        alerts = self.alerts_of(notices)
        if len(alerts) == 1:
            return f"{alerts[0].absolute_url()}/{self.page}"
        return f"{group.absolute_url()}/{self.list_page}"
