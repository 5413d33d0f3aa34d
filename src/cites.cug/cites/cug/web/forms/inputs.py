"""Inputs of forms that need no z3c.form, with what is wrong at each of them.

These ask by GET, or hand what was chosen to an action that reads it and names mistakes.
"""

from cites.cug import _
from cites.cug.core.validation.days import read_day
from cites.cug.core.validation.errors import about, Refusal
from cites.cug.web.layout.page import Page
from collections.abc import Iterable, Mapping
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any, NamedTuple
from zope.i18n import translate
from zope.i18nmessageid import Message


#: What stands first in a select, and limits nothing. By the name of the filter: French
#: and Spanish say it in the gender of its label.
ALL = {
    "action": _("web_inputs_all_actions"),
    "category": _("web_inputs_all_categories"),
    "country": _("web_inputs_all_countries"),
    "handling": _("web_inputs_all_handling_codes"),
    "kind": _("web_inputs_all_kinds"),
    "origin_country": _("web_inputs_all_countries"),
    "result": _("web_inputs_all_results"),
    "state": _("web_inputs_all_states"),
    "status": _("web_inputs_all_statuses"),
}
WORDS = {"type": "search", "maxlength": "200"}
DAY = {"type": "date"}
#: Of an input that stands elsewhere on the page than the form ``search``.
SEARCH = {"form": "search"}
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
    #: Whether it is folded where it is not used.
    is_rare: bool = False


def choice(name: str, title: Message, options: Iterable[tuple[str, Any]]) -> Input:
    """A filter by a value that is chosen from many, or from none."""
    return Input(name, title, {}, options, ALL[name])


class InputRows:
    """Inputs, each with what was typed and what is wrong."""

    template = ViewPageTemplateFile("templates/input_rows.pt")

    def __init__(
        self,
        page: Any,
        inputs: Iterable[Input],
        typed: Mapping[str, str],
        wrong: Mapping[str, Message],
    ):
        self.context, self.request = page.context, page.request
        self.inputs, self.typed, self.wrong = inputs, typed, wrong

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

    def options(self, one: Input) -> list[tuple[str, Any]]:
        """What can be chosen, and what was sent if it is nothing of that."""
        options, sent = list(one.options or ()), self.typed.get(one.name)
        known = {value for value, _title in options}
        return options if not sent or sent in known else [(sent, sent), *options]

    def unshown(self, one: Input) -> str:
        """What was typed for a day and is none: browsers leave the input empty."""
        typed = self.typed.get(one.name) or ""
        if one.attributes.get("type") != "date":
            return ""
        try:
            read_day(typed)
        except ValueError:
            return typed
        return ""


class InputsPage(Page):
    """A page with such inputs: ``mistakes`` and ``input_rows`` show them."""

    mistakes = ViewPageTemplateFile("templates/mistakes.pt")
    #: What is wrong, by input, or by a name that is none.
    wrong: Mapping[str, Message] = {}

    def inputs(self) -> Iterable[Input]:
        raise NotImplementedError

    def typed(self, name: str) -> str:
        """What stands in the input of this name."""
        return self.text(name)

    def input_rows(self) -> str:
        return self._rows([one for one in self.inputs() if not one.is_rare])

    def rare_rows(self) -> str:
        """Those that are folded; "" if there are none."""
        inputs = self.rare_inputs
        return self._rows(inputs) if inputs else ""

    @property
    def rare_inputs(self) -> list[Input]:
        return [one for one in self.inputs() if one.is_rare]

    @property
    def uses_rare(self) -> bool:
        """Whether any of those that are folded was sent, or is wrong."""
        return any(
            self.text(one.name) or one.name in self.wrong for one in self.rare_inputs
        )

    def _rows(self, inputs: list[Input]) -> str:
        typed = {one.name: self.typed(one.name) for one in inputs}
        return InputRows(self, inputs, typed, self.wrong).template()

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


class FilteredPage(InputsPage):
    """A list with filters above it: ``filter_form`` asks for it by GET."""

    filter_form = ViewPageTemplateFile("templates/filters.pt")
    filter_class = "members-filters"
    #: The heading of the form, if it has one.
    filter_title: Message | None = None
    submit_label = _("common_search_button")
    #: ``primary`` where asking is what the page is for.
    submit_class: str | None = None
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
