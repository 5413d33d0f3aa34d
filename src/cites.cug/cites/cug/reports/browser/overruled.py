"""The page on which the Secretariat sees which rules members overrule."""

from babel import Locale
from cites.cug import _
from cites.cug.reports.overruled import overruled_rules, RULES
from cites.cug.web.confirmation.placeholders import TITLES
from cites.cug.web.layout.page import Page
from cites.nonnominal.findings import FindingKind
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


class OverruledRulesPage(Page):
    """A table of kinds, rules and languages, the most often overruled first."""

    template = ViewPageTemplateFile("templates/overruled.pt")
    page_title = _("reports_findings_that_members_overruled_link")

    def __call__(self) -> str:
        return self.template()

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "kind": TITLES[FindingKind(one.kind)],
                "rule": RULES.get(one.rule, one.rule),
                "language": self.language_name(one.language),
                "not_a_name": one.not_a_name,
                "kept": one.kept,
            }
            for one in overruled_rules(self.context)
        ]

    def language_name(self, code: str) -> str:
        """The name of a text's language, as the reader calls it."""
        names = Locale(self.request.get("LANGUAGE") or "en").languages
        name = names.get(code, code) or "–"
        return name[:1].upper() + name[1:]
