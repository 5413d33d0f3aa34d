"""The page of members near a limit, for the Secretariat."""

from cites.cug import _
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.web.layout.navigation import ADMINISTRATION, NavigationEntry
from cites.cug.web.layout.page import Page
from cites.cug.web.layout.people import full_names
from cites.cug.web.layout.times import moment
from cites.cug.web.limits.desk import near_limits
from cites.cug.web.limits.use import title_of
from datetime import datetime, UTC
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


class LimitsPage(Page):
    """Members who are near a limit, the nearest first."""

    template = ViewPageTemplateFile("templates/limits.pt")
    page_title = _("web_limits_members_near_a_limit_title")
    navigation_entry = NavigationEntry(
        order=12,
        place=ADMINISTRATION,
        part="people",
        explanation=_("web_limits_explanation"),
    )

    def __call__(self) -> str:
        return self.template()

    def rows(self) -> list[dict[str, Any]]:
        lines = near_limits(self.context, datetime.now(UTC))
        names = full_names({line.user_id for line in lines})
        language = reader_language()
        return [
            {
                "id": line.user_id,
                "name": names[line.user_id],
                "limit": title_of(line.limit),
                "used": line.used,
                "number": line.number,
                "reached": line.used >= line.number,
                "ends": line.ends and moment(line.ends, language),
            }
            for line in lines
        ]
