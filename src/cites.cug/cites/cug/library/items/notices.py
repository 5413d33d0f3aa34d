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

    def about(self, notices: Sequence[Any], group: Any) -> tuple[set[str], str]:
        alerts = {alert.UID(): alert for alert in map(self.alert_of, notices) if alert}
        if len(alerts) == 1:
            (alert,) = alerts.values()
            url = f"{alert.absolute_url()}/{self.page}"
        else:
            url = f"{group.absolute_url()}/{self.list_page}"
        return {alert.handling for alert in alerts.values()}, url
