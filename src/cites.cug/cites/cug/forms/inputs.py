"""Inputs of forms that need no z3c.form, with what is wrong at each of them.

These ask by GET, or hand what was chosen to an action that reads it and names mistakes.
"""

from cites.cug import _
from cites.cug.layout.page import Page
from cites.cug.validation.errors import about, Refusal
from collections.abc import Iterable, Mapping
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any, NamedTuple
from zope.i18n import translate
from zope.i18nmessageid import Message


#: What stands first in a select, and limits nothing. By the name of the filter: French
#: and Spanish say it in the gender of its label.
ALL = {
    "action": _("all_actions", default="All"),
    "category": _("all_categories", default="All"),
    "country": _("all_countries", default="All"),
    "handling": _("all_handling_codes", default="All"),
    "kind": _("all_kinds", default="All"),
    "origin_country": _("all_countries", default="All"),
    "result": _("all_results", default="All"),
    "state": _("all_states", default="All"),
    "status": _("all_statuses", default="All"),
}
WORDS = {"type": "search", "maxlength": "200"}
DAY = {"type": "date"}
#: Names and numbers that no browser should correct or remember.
EXACT = {"type": "text", "autocomplete": "off", "spellcheck": "false"}


class Input(NamedTuple):
    """An input, or a select if it has options."""

    name: str
    title: Message | str
    #: Its attributes, beside its name and its value.
    attributes: Mapping[str, str] = {}
    #: Values to choose from, with words; None: something is typed.
    options: Iterable[tuple[str, Any]] | None = None
    #: What is chosen if nothing is.
    first: Message | None = None
    help: Message | str = ""


def choice(name: str, title: Message, options: Iterable[tuple[str, Any]]) -> Input:
    """A filter by a value that is chosen from many, or from none."""
    return Input(name, title, {}, options, ALL[name])


class InputsPage(Page):
    """A page with such inputs: ``mistakes`` and ``input_rows`` show them."""

    mistakes = ViewPageTemplateFile("templates/mistakes.pt")
    input_rows = ViewPageTemplateFile("templates/input_rows.pt")
    #: What is wrong, by input, or by a name that is none.
    wrong: Mapping[str, Message] = {}

    def inputs(self) -> Iterable[Input]:
        raise NotImplementedError

    def typed(self, name: str) -> str:
        """What stands in the input of this name."""
        return self.text(name)

    @property
    def titles(self) -> dict[str, Message | str]:
        """What the page calls each input that a mistake may be in."""
        return {one.name: one.title for one in self.inputs()}

    def named_mistake(self, name: str) -> Message:
        """What is wrong, after what the page calls the input."""
        title = self.titles.get(name)
        return about(title, self.wrong[name]) if title else self.wrong[name]

    def show_mistake(self, error: Refusal) -> None:
        self.wrong = {getattr(error, "field", ""): error.message}
        error.set_status(self.request.response)

    def attributes(self, one: Input) -> dict[str, str]:
        """All attributes of an input or select but its value."""
        said = {"help": one.help, "error": one.name in self.wrong}
        ids = " ".join(f"{one.name}-{what}" for what, there in said.items() if there)
        state = {"aria-describedby": ids} if ids else {}
        if one.name in self.wrong:
            state["aria-invalid"] = "true"
        found = {"id": one.name, "name": one.name, **one.attributes, **state}
        return {
            name: translate(said, context=self.request) for name, said in found.items()
        }


class FilteredPage(InputsPage):
    """A list with filters above it: ``filter_form`` asks for it by GET."""

    filter_form = ViewPageTemplateFile("templates/filters.pt")
    filter_class = "members-filters"
    #: The heading of the form, if it has one.
    filter_title: Message | None = None
    submit_label = _("Search")
    #: Name, value and label of other buttons.
    more_buttons: Iterable[tuple[str, str, Message]] = ()

    @property
    def asked(self) -> Mapping[str, Any]:
        """What limits the list; if anything does, there is a link to all of it."""
        return {}

    @property
    def url(self) -> str:
        raise NotImplementedError

    @property
    def filter_url(self) -> str:
        return self.url
