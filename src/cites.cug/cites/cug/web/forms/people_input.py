"""The one input for people: chips, and a field that asks the portal while one types."""

from cites.cug import _
from cites.cug.web.forms.widgets import NativeWidget
from cites.cug.web.layout.audience_parts import MOST_OFFERED
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from z3c.form.interfaces import NO_VALUE
from zope.i18n import translate
from zope.i18nmessageid import Message


#: What a button looks up where no script runs.
LOOK_UP, FIND = "look_up", "find"


class PeopleInput(NativeWidget):
    """Groups and persons, as tokens; nobody is listed before something is typed.

    Without scripts a button looks the typed words up and offers boxes to check.
    """

    people = template = ViewPageTemplateFile("templates/people_input.pt")
    #: A script asks it with ``?q=`` for ``{"items": [{token, title, detail}]}``.
    ask_url: str
    #: Whether something that has been removed must be told from what was not sent.
    marked_empty = True

    def extract(self, default: Any = NO_VALUE) -> Any:
        form = self.request.form
        if self.name not in form and f"{self.name}-empty-marker" not in form:
            return default
        value = form.get(self.name, [])
        values = value if isinstance(value, list) else [value]
        return [one for one in values if isinstance(one, str) and one]

    def toWidgetValue(self, value: Any) -> Any:
        return value or ()

    def toFieldValue(self, raw: Any) -> Any:
        return list(dict.fromkeys(raw))

    def title_of(self, token: str) -> str:
        """What the chip says. Raises ValueError for what is no token."""
        raise NotImplementedError

    def shown_title(self, token: str) -> str:
        try:
            return self.title_of(token)
        except ValueError:
            return token

    def find_offers(self, typed: str) -> list[dict[str, str]]:
        """``token``, ``title`` and ``detail`` of what matches, groups first."""
        raise NotImplementedError

    def attributes(self) -> dict[str, str]:
        return {
            "id": self.id,
            "name": FIND,
            "type": "text",
            "maxlength": "200",
            "autocapitalize": "none",
            "autocomplete": "off",
            "spellcheck": "false",
            "placeholder": self.said(_("web_people_input_name_organization_hint")),
            "data-ask": self.ask_url,
            "data-name": self.name,
            "data-nobody": self.said(_("web_people_input_no_member_matches_label")),
            "data-remove": self.said(_("common_remove_label")),
            **self.state(),
        }

    def said(self, text: Message) -> str:
        return translate(text, context=self.request)

    @property
    def chosen(self) -> list[dict[str, str]]:
        return [
            {"token": one, "title": self.shown_title(one)} for one in self.value or ()
        ]

    @property
    def offered(self) -> list[dict[str, str]]:
        """What matches the words that were looked up without scripts."""
        if LOOK_UP not in self.request.form:
            return []
        chosen = set(self.value or ())
        found = self.find_offers(str(self.request.form.get(FIND) or ""))
        return [one for one in found if one["token"] not in chosen][:MOST_OFFERED]
