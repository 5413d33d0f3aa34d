"""Page: what is unusual in a group's trail."""

from babel.dates import format_date
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.trail_desk.query_parameters import reading_zone
from cites.cug.trail_desk.unusual import find_unusual, Pattern, UnusualUse
from cites.cug.web.layout.charts import columns
from cites.cug.web.layout.page import Page
from cites.cug.web.layout.people import full_names
from cites.cug.web.layout.times import day, DAY_OF_YEAR, locale_of_dates
from datetime import date, datetime, time, timedelta, UTC
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import urlencode


TITLES = {
    Pattern.LOOKUPS: _("trail_desk_unusual_many_look_ups_permits_title"),
    Pattern.DOWNLOADS: _("trail_desk_unusual_many_files_downloaded_title"),
    Pattern.HOUR: _("trail_desk_unusual_logged_unusual_hour_title"),
    Pattern.NETWORK: _("trail_desk_unusual_logged_new_network_title"),
}


class UnusualPage(Page):
    """What members did unusually, with a link to their events of that day."""

    template = ViewPageTemplateFile("templates/unusual.pt")
    page_title = _("trail_desk_unusual_use_title")

    def __call__(self) -> str:
        return self.template()

    @cached_property
    def use(self) -> UnusualUse:
        return find_unusual(self.context, datetime.now(UTC), acting_user=caller() or "")

    @property
    def trail_url(self) -> str:
        return f"{self.context.absolute_url()}/audit-trail"

    def chart(self) -> list[Any]:
        """A column for each of the last days."""
        words = [
            (format_date(one, DAY_OF_YEAR, locale_of_dates(self.language)), number)
            for one, number in self.use.days
        ]
        return columns(words)

    def rows(self) -> list[dict[str, Any]]:
        names = full_names({one.user_id for one in self.use.found})
        return [
            {
                "day": day(one.day, self.language),
                "member": one.user_id,
                "name": names.get(one.user_id) or one.user_id,
                "title": TITLES[one.pattern],
                "number": one.number,
                "usual": one.usual,
                "where": one.where,
                "url": self.events_url(one.user_id, one.day),
            }
            for one in self.use.found
        ]

    def events_url(self, user_id: str, on: date) -> str:
        """What the member did on that day of UTC: one or two of the reader's days."""
        begin = datetime.combine(on, time.min, UTC)
        ends = begin, begin + timedelta(days=1, seconds=-1)
        since, until = (end.astimezone(reading_zone()).date() for end in ends)
        query = urlencode({"actor": user_id, "since": since, "until": until})
        return f"{self.trail_url}?{query}"
