"""Filters above lists: forms that ask by GET, with what is wrong at its input.

They write an address and do nothing, so they need no z3c.form.
"""

from cites.cug import _
from cites.cug.layout.page import Page
from cites.cug.validation.errors import InvalidValues
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


class Filter(NamedTuple):
    """An input of such a form."""

    name: str
    title: Message | str
    #: Attributes of the input or select, beside its name and its value.
    attributes: Mapping[str, str] = {}
    #: Values to choose from, with words; None: something is typed.
    options: Iterable[tuple[str, Any]] | None = None
    #: What is chosen if nothing is.
    first: Message | None = None
    help: Message | str = ""


def choice(name: str, title: Message, options: Iterable[tuple[str, Any]]) -> Filter:
    """A filter by a value that is chosen from many, or from none."""
    return Filter(name, title, {}, options, ALL[name])


class FilteredPage(Page):
    """A page with such a form, ``filter_form``: say its ``inputs``, and ``url``."""

    filter_form = ViewPageTemplateFile("templates/filters.pt")
    filter_class = "members-filters"
    #: The heading of the form, if it has one.
    filter_title: Message | None = None
    submit_label = _("Search")
    #: Name, value and label of other buttons.
    more_buttons: Iterable[tuple[str, str, Message]] = ()
    #: What is wrong, by parameter.
    wrong: Mapping[str, Message] = {}

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

    def inputs(self) -> Iterable[Filter]:
        raise NotImplementedError

    def typed(self, name: str) -> str:
        """What stands in the input of this name."""
        value = self.request.form.get(name)
        return value if isinstance(value, str) else ""

    @property
    def titles(self) -> dict[str, Message | str]:
        """What the page calls each input that a mistake may be in."""
        return {one.name: one.title for one in self.inputs()}

    def refuse(self, error: InvalidValues) -> None:
        """Show what is wrong with what is asked for."""
        self.wrong = {error.field: error.message}
        self.request.response.setStatus(400)

    def attributes(self, one: Filter) -> dict[str, str]:
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
