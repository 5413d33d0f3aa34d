"""Native inputs for codes: one of a list, or several.

A code that is not on the list stays what was sent, so that it is refused and not lost.
"""

from cites.cug import _
from cites.cug.core.codelists.fields import list_name_of
from cites.cug.core.codelists.lists import former_entries, title
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.validation.errors import InvalidValue, unknown_code
from cites.cug.web.forms.widgets import LinesInput, NativeWidget
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any, NamedTuple
from z3c.form.interfaces import NO_VALUE
from zope.i18nmessageid import Message
from zope.schema.interfaces import IChoice, IVocabularyTokenized


#: More codes than this are picked from a list, fewer are boxes to check.
MAX_BOXES = 20


class Option(NamedTuple):
    """One code to choose."""

    token: str
    title: str
    chosen: bool
    id: str


class CodeWidget(NativeWidget):
    """What choosing one and choosing several share; ``value`` is a list of tokens."""

    template = ViewPageTemplateFile("templates/select.pt")

    @property
    def choice(self) -> Any:
        """The field of one code."""
        return self.field

    @cached_property
    def vocabulary(self) -> IVocabularyTokenized:
        return self.choice.bind(self.context).vocabulary

    @cached_property
    def former(self) -> set[str]:
        """Codes that are not offered any more, but to items that hold them."""
        name = list_name_of(self.choice)
        return {code for code, _title in former_entries(name, "en")} if name else set()

    def options(self) -> list[Option]:
        chosen = set(self.value or ())
        return [
            Option(term.token, term.title, term.token in chosen, f"{self.id}-{position}")
            for position, term in enumerate(self.vocabulary)
            if term.token in chosen or self.is_offered(term)
        ]

    def is_offered(self, term: Any) -> bool:
        """Whether it is no former code, and the field would take it."""
        return term.token not in self.former and self.choice.constraint(term.value)

    @property
    def target(self) -> str:
        return f"{self.id}-0" if self.grouped else self.id

    def extract(self, default: Any = NO_VALUE) -> Any:
        value = self.request.form.get(self.name, default)
        if value is default:
            return [] if f"{self.name}-empty-marker" in self.request.form else default
        values = value if isinstance(value, list) else [value]
        return [one for one in values if isinstance(one, str) and one]

    def code(self, token: str) -> Any:
        try:
            return self.vocabulary.getTermByToken(token).value
        except LookupError:
            raise unknown_code(token) from None

    def attributes(self) -> dict[str, str]:
        return {"id": self.id, "name": self.name, **self.state()}


class SelectInput(CodeWidget):
    """One code, from a list that opens."""

    multiple = False

    nothing_chosen: Message | None = None

    @property
    def empty_label(self) -> Message:
        """What the list says where no code is chosen."""
        needed = (
            _("common_please_choose_option")
            if self.required
            else _("common_not_stated_option")
        )
        return self.nothing_chosen or needed

    def toWidgetValue(self, value: Any) -> list[str]:
        return [] if value is None else [value]

    def toFieldValue(self, raw: list[str]) -> Any:
        if len(raw) > 1:
            raise InvalidValue(_("web_choice_widgets_code_chosen_error"))
        return self.code(raw[0]) if raw else self.field.missing_value


class RadioInput(SelectInput):
    """One code, all of them in sight."""

    template = ViewPageTemplateFile("templates/choices.pt")
    grouped = True
    type = "radio"

    def explain(self, token: str) -> str:
        """What stands under a choice."""
        return ""


class HandlingInput(RadioInput):
    """Handling codes, each with what it means beside it."""

    def explain(self, token: str) -> str:
        return title("handling_meaning", token, reader_language())


class SeveralInput(CodeWidget):
    """Several codes, from a list that can be searched."""

    multiple = True

    @property
    def choice(self) -> Any:
        return self.field.value_type

    def toWidgetValue(self, value: list[str] | None) -> list[str]:
        return list(value or ())

    def toFieldValue(self, raw: list[str]) -> list[str]:
        return [self.code(token) for token in dict.fromkeys(raw)]


class BoxesInput(SeveralInput):
    """Several codes, all of them in sight."""

    template = ViewPageTemplateFile("templates/choices.pt")
    grouped = True
    type = "checkbox"

    def explain(self, token: str) -> str:
        return ""


code_widget = SelectInput.for_field
handling_widget = HandlingInput.for_field


def list_widget(field: Any, request: Any) -> NativeWidget:
    """By what the list holds, and how many codes there are to choose from."""
    if not IChoice.providedBy(field.value_type):
        return LinesInput.for_field(field, request)
    several = SeveralInput.for_field(field, request)
    few = len(several.vocabulary) <= MAX_BOXES
    return BoxesInput.for_field(field, request) if few else several
