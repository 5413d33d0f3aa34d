"""The part of a form in which the writer decides about possible names."""

from cites.cug import _
from cites.cug.access.guard import group_of
from cites.cug.web.confirmation.decisions import (
    Choice,
    decisions_in_form,
    fold,
    MAX_REASON,
    REASONS,
)
from cites.cug.web.confirmation.placeholders import neutral_words, TITLES
from cites.cug.web.confirmation.requirement import HELD_BACK, NonNominal
from cites.nonnominal.findings import Certainty
from collections.abc import Mapping
from functools import cached_property
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any, NamedTuple
from zope.i18n import translate
from zope.i18nmessageid import Message


KIND_IN_FIELD = _("web_panel_field_kind")
#: Names the input of one finding for those who do not see it.
QUESTION = _("web_panel_what_text_is_question")


class Option(NamedTuple):
    """A possible decision, with the digit that chooses it."""

    digit: int
    value: str
    title: Message


NOT_A_NAME = Option(2, str(Choice.NOT_A_NAME), _("common_not_a_name_title"))
TO_KEEP = tuple(
    Option(digit, f"{Choice.KEEP} {reason}".rstrip(), title)
    for digit, (reason, title) in enumerate(
        {**REASONS, "": _("web_panel_another_reason")}.items(), start=3
    )
)


class DecisionPanel(BrowserView):
    """Lists the findings, each with what can be decided; scripts update the list.

    ``labels``: the labels of fields by name, shown with the findings of a refused text.
    """

    template = ViewPageTemplateFile("templates/panel.pt")
    held_back = HELD_BACK
    max_reason = MAX_REASON
    not_a_name, to_keep = NOT_A_NAME, TO_KEEP
    kind_in_field, question = KIND_IN_FIELD, QUESTION
    #: Of the message; None where the page has said it above.
    role: str | None = "alert"
    #: The id of the form, where the panel is outside of it; then no script updates it.
    form: str | None = None

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

    @cached_property
    def sent(self) -> dict[str, Mapping[str, str]]:
        """The decisions that the form was sent with, by the finding's folded words."""
        sent = decisions_in_form(self.request.form)
        return {fold(one["text"]): one for one in sent if isinstance(one["text"], str)}

    def lines(self) -> list[dict[str, Any]]:
        """One line for all findings of the same words.

        If nothing was found, the lines are of the decisions that were sent.
        """
        neutral = neutral_words([one.finding for one in self.found], self.request)
        lines = {
            words: self.line(words, one["text"])
            for words, one in self.sent.items()
            if not self.found and one.get("decision")
        }
        for one, word in zip(self.found, neutral, strict=True):
            words = fold(one.finding.text)
            if words not in lines:
                title = translate(TITLES[one.finding.kind], context=self.request)
                label = translate(self.labels.get(one.field, ""), context=self.request)
                kind = translate(KIND_IN_FIELD, context=self.request)
                lines[words] = {
                    **self.line(words, one.finding.text),
                    "certainty": one.finding.certainty,
                    "kind": kind.format(field=label, kind=title) if label else title,
                    "neutral": word,
                }
        return sorted(lines.values(), key=lambda one: one["certainty"] != Certainty.SURE)

    def line(self, words: str = "", text: str = "") -> dict[str, Any]:
        """A line of the list; an empty one is the pattern for scripts."""
        sent = self.sent.get(words, {})
        question = translate(QUESTION, context=self.request)
        return {
            "certainty": Certainty.SURE,
            "kind": "",
            "neutral": "",
            "text": text,
            "question": question.replace("{text}", text),
            "decision": sent.get("decision", ""),
            "reason": sent.get("reason", ""),
        }
