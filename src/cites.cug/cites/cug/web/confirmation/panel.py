"""The part of a form in which the writer decides about possible names."""

from cites.cug.access.guard import group_of
from cites.cug.web.confirmation.placeholders import neutral_words, TITLES
from cites.cug.web.confirmation.requirement import (
    CONFIRMED,
    HELD_BACK,
    MAX_REASON,
    NonNominal,
    reason_in,
)
from collections.abc import Mapping
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


class Decision(BrowserView):
    """Lists the findings and asks for a reason to keep them; scripts update the list.

    ``labels``: the labels of fields by name, shown with the findings of a refused text.
    """

    template = ViewPageTemplateFile("templates/panel.pt")
    name = CONFIRMED
    held_back = HELD_BACK
    max_reason = MAX_REASON
    #: Of the message; None where the page has said it above.
    role: str | None = "alert"

    def __init__(
        self,
        context: Any,
        request: Any,
        refused: NonNominal | None = None,
        labels: Mapping[str, Any] | None = None,
    ):
        super().__init__(context, request)
        self.found = refused.found if refused else []
        self.labels = labels or {}

    def __call__(self) -> str:
        return self.template() if group_of(self.context) is not None else ""

    @property
    def check_url(self) -> str:
        return f"{group_of(self.context).absolute_url()}/@non-nominal"

    @property
    def reason(self) -> str:
        return reason_in(self.request.form)

    def lines(self) -> list[dict[str, Any]]:
        words = neutral_words([one.finding for one in self.found], self.request)
        return [
            {
                "field": self.labels.get(one.field, ""),
                "title": TITLES[one.finding.kind],
                "text": one.finding.text,
                "neutral": word,
            }
            for one, word in zip(self.found, words, strict=True)
        ]
