"""Mistakes in the filters of a page: listed above them, and shown at each of them.

A page that has any answers 400, keeps what was typed, and shows nothing that was found:
it would be what nobody has asked for.
"""

from cites.cug import _
from cites.cug.web.forms.inputs import Input, InputRows, SEARCH
from cites.cug.web.forms.widgets import Problem
from collections.abc import Container, Iterable, Mapping
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18nmessageid import Message


class WrongFilters(dict[str, Message]):
    """The mistakes by the names of the filters, which are the ids of their inputs."""

    listed = ViewPageTemplateFile("templates/error_summary.pt")
    error = ViewPageTemplateFile("templates/filter_error.pt")
    nothing_done = _("web_wrong_filters_nothing_searched_please_correct")

    def __init__(
        self,
        page: Any,
        mistakes: Mapping[str, Message],
        titles: Mapping[str, Message],
        inputs: Container[str] = (),
        typed: Mapping[str, str] = {},
    ):
        """``inputs``: the names of those that have an input on the page anyway."""
        super().__init__(mistakes)
        self.context, self.request = page.context, page.request
        self.titles, self.inputs, self.typed = titles, inputs, typed
        if mistakes:
            self.request.response.setStatus(400)

    @property
    def summary(self) -> list[tuple[Message | str, Problem]]:
        """Each mistake with the title of its filter, and the input to go to."""
        return [
            (self.titles.get(name, name), Problem(name, message))
            for name, message in self.items()
        ]

    def rows(self, inputs: Iterable[Input]) -> str:
        """Filters with what was typed."""
        return InputRows(self, inputs, self.typed, self).template()

    @property
    def others(self) -> list[Input]:
        """Those that have no input otherwise: an address may hold anything."""
        names = (name for name in self if name not in self.inputs)
        return [Input(name, self.titles[name], SEARCH) for name in names]

    def state(self, name: str) -> dict[str, str]:
        """Attributes that tell programs what is wrong with an input."""
        if name not in self:
            return {}
        return {"aria-invalid": "true", "aria-describedby": f"{name}-error"}
