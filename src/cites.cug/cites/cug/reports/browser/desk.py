"""The page on which the Secretariat decides on reports."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.access.transitions import OutOfTurn
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.validation.errors import Missing
from cites.cug.reports.actions import reinstate_all
from cites.cug.reports.interfaces import IReports, Reported
from cites.cug.reports.lookup import find_report, reference
from cites.cug.reports.register import waiting_total
from cites.cug.web.layout.navigation import ADMINISTRATION, NavigationEntry
from cites.cug.web.layout.page import Page
from cites.cug.web.layout.people import full_names
from cites.cug.web.layout.times import moment
from collections import Counter
from functools import cached_property
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.component import getUtilitiesFor


#: The name of the button that reinstates all that one member has reported.
REINSTATE_ALL = "reinstate_all"


class ReportsPage(Page):
    """Shows what waits for a decision, the newest first, each with its buttons."""

    template = ViewPageTemplateFile("templates/reports.pt")
    page_title = _("common_reports_of_identifying_information_title")
    navigation_entry = NavigationEntry(
        order=21,
        place=ADMINISTRATION,
        part="requests",
        explanation=_("reports_explanation"),
        count=waiting_total,
        counted=_("reports_desk_reports_to_decide_on"),
    )

    def __call__(self) -> str:
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            return self.decide()
        return self.template()

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/reports"

    def decide(self) -> str:
        form = self.request.form
        about, decision = str(form.get("report")), str(form.get("do"))
        if decision == REINSTATE_ALL:
            return self.reinstate_all(str(form.get("reporter")))
        try:
            reports, found = find_report(self.context, about)
            reports.decide(self.context, found.key, decision, caller())
        except (OutOfTurn, Missing):
            text = _("reports_desk_decision_already_made_check_text")
            return self.lead_on(self.url, text, "warning")
        return self.lead_on(self.url, _("reports_desk_decided_concerned_told"))

    def reinstate_all(self, reporter: str) -> str:
        count = reinstate_all(self.context, reporter, acting_user=caller())
        text = _("reports_desk_reports_decided_on", mapping={"count": count})
        return self.lead_on(self.url, text)

    @cached_property
    def waiting(self) -> list[tuple[str, Reported]]:
        found = [
            (reference(sort, one.key), one)
            for sort, reports in getUtilitiesFor(IReports)
            for one in reports.waiting(self.context)
        ]
        return sorted(found, key=lambda pair: pair[1].time, reverse=True)

    def reporters(self) -> list[dict[str, Any]]:
        """Members with several open reports, and how many each has."""
        counted = Counter(one.reporter for _about, one in self.waiting)
        names = full_names(counted)
        return [
            {"id": user_id, "name": names[user_id], "count": count}
            for user_id, count in counted.most_common()
            if count > 1
        ]

    def rows(self) -> list[dict[str, Any]]:
        found = self.waiting
        people = {user for _about, one in found for user in (one.author, one.reporter)}
        names, language = full_names(people), reader_language()
        return [
            {
                "about": about,
                "reported": one,
                "author": names[one.author],
                "reporter": names[one.reporter],
                "when": moment(one.time, language),
            }
            for about, one in found
        ]
