"""Native inputs for codes: one of a list, or several.

A code that is not on the list stays what was sent, so that it is refused and not lost.
"""

import json
import re
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.codelists.fields import list_name_of
from cites.cug.core.codelists.lists import entries, former_entries, names, title, titles
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.settings.languages import LANGUAGES
from cites.cug.core.validation.characters import letters
from cites.cug.core.validation.errors import InvalidValue, unknown_code
from cites.cug.web.forms.widgets import LinesInput, NativeWidget, taxa_url
from cites.cug.web.restapi.field_deserializers import line_of
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any, NamedTuple
from z3c.form.interfaces import NO_VALUE
from zExceptions import NotFound
from zope.i18nmessageid import Message
from zope.schema.interfaces import IChoice, IVocabularyTokenized


#: More codes than this are picked from a list, fewer are boxes to check.
MAX_BOXES = 20
#: So many titles are proposed.
MOST_PROPOSED = 20
#: Parameter of a form's page by which a script asks for titles of a list.
CODES = "codes"
#: Between titles that are typed in one go.
BETWEEN = ";"


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
    """What the inputs for several codes share."""

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


class TypedCodes(SeveralInput):
    """Several codes of a long list: a title is typed, and the portal proposes titles.

    What is typed may be a code, a title, or a part of one title alone.
    """

    template = ViewPageTemplateFile("templates/typed_codes.pt")

    @property
    def codes_url(self) -> str:
        """Where a script asks with ``?q=`` for titles; see ``proposed_codes``."""
        return f"{self.form.action}?{CODES}={list_name_of(self.choice)}"

    @property
    def chosen(self) -> list[dict[str, str]]:
        return [{"token": one, "title": self.shown(one)} for one in self.value or ()]

    def shown(self, token: str) -> str:
        try:
            return self.vocabulary.getTermByToken(token).title
        except LookupError:
            return token

    def extract(self, default: Any = NO_VALUE) -> Any:
        sent = super().extract(default)
        if sent is default:
            return default
        typed = (part.strip() for one in sent for part in one.split(BETWEEN))
        return [self.token_of(one) for one in typed if one]

    def token_of(self, typed: str) -> str:
        """The code that is meant; what was typed where that is unclear."""
        wanted = letters(typed)
        offered = {one.token: one.title for one in self.options()}
        if typed in offered or not wanted:
            return typed
        name, own = list_name_of(self.choice) or "", reader_language()
        # The page may have been in another language when it was filled in.
        others = [titles(name, one) for one in (own, *LANGUAGES)]
        for said in (offered, *others):
            told = {code: letters(said.get(code, "")) for code in offered}
            for is_meant in (wanted.__eq__, lambda one: wanted in one):
                found = [code for code, one in told.items() if is_meant(one)]
                if len(found) == 1:
                    return found[0]
        return typed

    def attributes(self) -> dict[str, str]:
        return {
            **super().attributes(),
            "type": "text",
            "autocomplete": "off",
            "spellcheck": "false",
        }


class TypedCode(TypedCodes, SelectInput):
    """One code of a long list."""

    template = ViewPageTemplateFile("templates/input.pt")
    choice = SelectInput.choice
    toWidgetValue = SelectInput.toWidgetValue
    toFieldValue = SelectInput.toFieldValue

    def attributes(self) -> dict[str, str]:
        shown = "; ".join(one["title"] for one in self.chosen)
        return {**super().attributes(), "value": shown, "data-codes": self.codes_url}


class TypedNames(NativeWidget):
    """Several names of taxa: names of the list are proposed, others may be typed."""

    template = ViewPageTemplateFile("templates/typed_codes.pt")

    @property
    def codes_url(self) -> str:
        return taxa_url()

    @property
    def chosen(self) -> list[dict[str, str]]:
        return [{"token": one, "title": one} for one in self.value or ()]

    def extract(self, default: Any = NO_VALUE) -> Any:
        if f"{self.name}-empty-marker" not in self.request.form:
            return default
        sent = self.request.form.get(self.name, [])
        typed = sent if isinstance(sent, list) else [sent]
        lines = [line for one in typed for line in re.split(rf"[\n{BETWEEN}]", one)]
        return [line.strip() for line in lines if line.strip()]

    def toWidgetValue(self, value: list[str] | None) -> list[str]:
        return list(value or ())

    def toFieldValue(self, raw: list[str]) -> list[str | None]:
        return list(dict.fromkeys(line_of(one, self.field.value_type) for one in raw))

    def attributes(self) -> dict[str, str]:
        typed = {"type": "text", "autocomplete": "off", "data-free": "1"}
        return {"id": self.id, "name": self.name, **typed, **self.state()}


def proposed_codes(request: Any) -> str | None:
    """What a script that asks for titles is answered; None where nothing is asked.

    ``{"items": [{token, title}]}`` of what is like the words, the beginnings first. Only
    for members: the Secretariat adds to the lists. Raises NotFound for an unknown list.
    """
    form = request.form
    if request.method != "GET" or CODES not in form or caller() is None:
        return None
    if form[CODES] not in names():
        raise NotFound(form[CODES])
    wanted = letters(str(form.get("q", "")))
    found = [
        {"token": code, "title": said}
        for code, said in entries(form[CODES], reader_language())
        if wanted and wanted in letters(said)
    ]
    found.sort(key=lambda one: not letters(one["title"]).startswith(wanted))
    request.response.setHeader("Content-Type", "application/json")
    return json.dumps({"items": found[:MOST_PROPOSED]}, ensure_ascii=False)


code_widget = SelectInput.for_field
handling_widget = HandlingInput.for_field


def list_widget(field: Any, request: Any) -> NativeWidget:
    """By what the list holds, and how many codes there are to choose from."""
    if getattr(field.value_type, "names_taxa", False):
        return TypedNames.for_field(field, request)
    if not IChoice.providedBy(field.value_type):
        return LinesInput.for_field(field, request)
    boxes = BoxesInput.for_field(field, request)
    few = len(boxes.vocabulary) <= MAX_BOXES
    return boxes if few else TypedCodes.for_field(field, request)
