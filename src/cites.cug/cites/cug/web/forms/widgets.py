"""Native inputs for lines, texts, dates, numbers and yes or no.

A widget converts its own values: what a browser sends does not depend on the reader's
language, as Plone's converters assume.
"""

import json
import re
from cites.cug import _
from cites.cug.core.validation.characters import fit_text
from cites.cug.core.validation.errors import mistakes_in, wrong_type
from cites.cug.web.forms.interfaces import INativeWidget
from cites.cug.web.restapi.field_deserializers import finite, iso_date, line_of, text_of
from cites.cug.web.uploads.files import Upload, uploads_in
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any, NamedTuple
from z3c.form.interfaces import NO_VALUE
from z3c.form.widget import FieldWidget, Widget
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.schema.interfaces import IInt
from ZPublisher.HTTPRequest import FileUpload


TEXTS = {
    "toolbar": _("web_widgets_formatting"),
    "undo": _("common_undo_button"),
    "redo": _("web_widgets_redo"),
    "bold": _("web_widgets_bold"),
    "italic": _("web_widgets_italic"),
    "underline": _("web_widgets_underlined"),
    "heading": _("web_widgets_heading"),
    "subheading": _("web_widgets_smaller_heading"),
    "bullets": _("web_widgets_list_with_bullets"),
    "numbers": _("web_widgets_numbered_list"),
    "quote": _("web_widgets_quotation"),
    "link": _("web_widgets_link"),
    "address": _("web_widgets_address_of_the_link"),
    "take": _("web_widgets_insert_the_link"),
    "table": _("web_widgets_table"),
    "clear": _("web_widgets_remove_formatting"),
    "addRow": _("web_widgets_add_a_row_below"),
    "addColumn": _("web_widgets_add_column_right"),
    "deleteRow": _("web_widgets_delete_the_row"),
    "deleteColumn": _("web_widgets_delete_the_column"),
    "deleteTable": _("web_widgets_delete_the_table"),
}


def editor_texts(request: Any) -> str:
    """For ``data-editor``."""
    texts = {name: translate(text, context=request) for name, text in TEXTS.items()}
    return json.dumps(texts, ensure_ascii=False)


class Problem(NamedTuple):
    """Something wrong, and the input to go to."""

    target: str
    message: Message


def taxa_url() -> str:
    """Where a script asks for names of taxa."""
    return f"{api.portal.get().absolute_url()}/@taxa"


@implementer(INativeWidget)
class NativeWidget(Widget):
    """An input with its help and its error tied to it."""

    template = ViewPageTemplateFile("templates/input.pt")
    #: Whether it is several inputs under one legend.
    grouped = False
    #: Whether it needs the text editor.
    needs_editor = False
    type = "text"
    #: What browsers fill in by themselves.
    autocomplete: str | None = None
    #: What stands before the label: the number of the field on a paper form.
    mark = ""
    #: The language of what is typed, if it is not that of the page.
    lang: str | None = None

    @classmethod
    def for_field(cls, field: Any, request: Any) -> "NativeWidget":
        return FieldWidget(field, cls(request))

    def render(self) -> str:
        return self.template()

    def extract(self, default: Any = NO_VALUE) -> Any:
        value = self.request.form.get(self.name, default)
        return value if isinstance(value, str) else default

    def toWidgetValue(self, value: Any) -> Any:
        return "" if value is self.field.missing_value else str(value)

    def toFieldValue(self, raw: Any) -> Any:
        return line_of(raw, self.field)

    @property
    def filled(self) -> bool:
        """Whether it says something: folded parts of a form show how much they hold."""
        return self.value not in (None, "", [], ())

    @property
    def target(self) -> str:
        """Id of the first input."""
        return self.id

    @property
    def help(self) -> Message | str:
        return self.field.description

    @property
    def problems(self) -> list[Problem]:
        if self.error is None:
            return []
        mistakes = mistakes_in(self.error.error)
        return [Problem(self.target, mistake.message) for mistake in mistakes]

    @property
    def notes(self) -> list[Message]:
        """What is wrong, to be read at the field itself."""
        return [problem.message for problem in self.problems]

    @property
    def described_by(self) -> str | None:
        ids = [f"{self.id}-help"] if self.help else []
        ids += [f"{self.id}-error"] if self.notes else []
        return " ".join(ids) or None

    def state(self) -> dict[str, str]:
        """Attributes that tell programs what is needed and what is wrong."""
        attributes = {
            "required": "required" if self.required else None,
            "aria-describedby": self.described_by,
            "aria-invalid": "true" if self.error else None,
            "autocomplete": self.autocomplete,
            "autofocus": "autofocus" if self.is_first else None,
            "lang": self.lang,
            "data-taxa": self.taxa_url,
        }
        return {name: value for name, value in attributes.items() if value}

    @property
    def is_first(self) -> bool:
        """Whether the field has the focus at first. In a refused form the errors do."""
        begins_at = getattr(self.form, "begins_at", None)
        if begins_at is None or self.field.__name__ != begins_at:
            return False
        return not self.form.is_refused

    @property
    def taxa_url(self) -> str | None:
        """Where a script asks for names of taxa, if the field takes such a name."""
        return taxa_url() if getattr(self.field, "names_taxa", False) else None

    def limits(self) -> dict[str, str]:
        """Attributes by which the browser itself refuses what is out of bounds."""
        length = getattr(self.field, "max_length", None)
        return {"maxlength": str(length)} if length else {}

    def attributes(self) -> dict[str, str]:
        return {
            "id": self.id,
            "name": self.name,
            "type": self.type,
            "value": self.value or "",
            **self.limits(),
            **self.state(),
        }


class LineInput(NativeWidget):
    """One line of text."""


class PasswordInput(LineInput):
    """A password that is there already. It is never sent back to the browser."""

    type = "password"
    autocomplete = "current-password"

    def toFieldValue(self, raw: str) -> str:
        return raw

    def attributes(self) -> dict[str, str]:
        return {**super().attributes(), "value": ""}


class HiddenInput(NativeWidget):
    """What the form carries along unseen."""

    type = "hidden"


class FixedInput(LineInput):
    """What cannot be changed here; it is shown, and not sent."""

    def attributes(self) -> dict[str, str]:
        shown = {"id": self.id, "type": self.type, "value": self.value or ""}
        return {**shown, "readonly": "readonly"}


class AmountInput(LineInput):
    """A number as one writes it on paper: the field reads it."""

    def limits(self) -> dict[str, str]:
        return {"inputmode": "decimal"}


class TextInput(NativeWidget):
    """Several lines of text."""

    template = ViewPageTemplateFile("templates/textarea.pt")
    rows = 4

    def toFieldValue(self, raw: str) -> str | None:
        return text_of(raw, self.field)

    def attributes(self) -> dict[str, str]:
        attributes = super().attributes()
        del attributes["type"], attributes["value"]
        return {**attributes, "rows": str(self.rows)}


class EditorInput(TextInput):
    """The text editor for HTML. Where no script runs, text is typed without tags."""

    rows = 12
    needs_editor = True

    def limits(self) -> dict[str, str]:
        return {}

    def attributes(self) -> dict[str, str]:
        return {**super().attributes(), "data-editor": editor_texts(self.request)}


class LinesInput(TextInput):
    """A list of texts, each on a line of its own."""

    def toWidgetValue(self, value: list[str] | None) -> str:
        return "\n".join(value or ())

    def toFieldValue(self, raw: str) -> list[str]:  # type: ignore[override] # of a list
        lines = (self.entry(line) for line in fit_text(raw).split("\n"))
        return list(dict.fromkeys(line for line in lines if line))

    def entry(self, line: str) -> str | None:
        return line_of(line, self.field.value_type)

    def limits(self) -> dict[str, str]:
        return {}

    @property
    def help(self) -> Message | str:
        return self.field.description or _("web_widgets_entry_each_line")


class DateInput(NativeWidget):
    """A day, as browsers send it: 2026-01-31."""

    type = "date"

    def toFieldValue(self, raw: str) -> Any:
        raw = raw.strip()
        return iso_date(raw, self.field) if raw else self.field.missing_value


class NumberInput(NativeWidget):
    """A number, with a point or a comma."""

    type = "number"

    def toWidgetValue(self, value: Any) -> str:
        return "" if value is None else f"{value:.15g}"

    def toFieldValue(self, raw: str) -> Any:
        raw = raw.strip().replace(",", ".")
        if not raw:
            return self.field.missing_value
        return number(raw, self.field)

    def limits(self) -> dict[str, str]:
        field = self.field
        bounds = {"min": field.min, "max": field.max}
        step = "1" if IInt.providedBy(field) else "any"
        known = {name: f"{one:.15g}" for name, one in bounds.items() if one is not None}
        return {"step": step, **known}


class UploadInput(NativeWidget):
    """A file. Its value is what the publisher gives: a stream with a file name."""

    type = "file"
    #: Endings of files to choose from, with commas between.
    accept = ""

    def extract(self, default: Any = NO_VALUE) -> Any:
        upload = self.request.form.get(self.name)
        return upload if isinstance(upload, FileUpload) and upload.filename else default

    def toWidgetValue(self, value: Any) -> Any:
        return value

    def toFieldValue(self, raw: Any) -> Any:
        return raw

    @property
    def notes(self) -> list[Message]:
        is_lost = isinstance(self.value, FileUpload) and self.form.is_refused
        again = _("web_widgets_please_choose_file_again_text")
        return [*super().notes, *([again] if is_lost else [])]

    def attributes(self) -> dict[str, str]:
        attributes = super().attributes() | {"accept": self.accept}
        del attributes["value"]
        return attributes


class FilesInput(NativeWidget):
    """Several files, each as ``UploadInput`` has it, in the field ``files``."""

    type = "file"
    accept: str | None = None

    @property
    def notes(self) -> list[Message]:
        is_lost = self.form.is_refused and uploads_in(self.request.form)
        again = _("web_widgets_please_choose_files_again_text")
        return [*super().notes, *([again] if is_lost else [])]

    def extract(self, default: Any = NO_VALUE) -> list[Upload]:
        return uploads_in(self.request.form)

    def toWidgetValue(self, value: Any) -> Any:
        return ()

    def toFieldValue(self, raw: Any) -> Any:
        return raw

    def attributes(self) -> dict[str, str]:
        accepted = {"accept": self.accept} if self.accept else {}
        named = {"id": self.id, "name": "files", "type": self.type}
        return {**named, "multiple": "multiple", **accepted, **self.state()}


class CheckBox(NativeWidget):
    """Yes or no; a mark tells an unchecked box from one that was not there."""

    template = ViewPageTemplateFile("templates/checkbox.pt")
    type = "checkbox"

    @property
    def marker(self) -> str:
        return f"{self.name}-empty-marker"

    @property
    def filled(self) -> bool:
        return bool(self.value)

    def extract(self, default: Any = NO_VALUE) -> Any:
        checked = self.name in self.request.form
        return checked if checked or self.marker in self.request.form else default

    def toWidgetValue(self, value: Any) -> bool:
        return bool(value)

    def toFieldValue(self, raw: bool) -> bool:
        return raw

    def attributes(self) -> dict[str, str]:
        return {
            "id": self.id,
            "name": self.name,
            "type": self.type,
            "value": "1",
            **({"checked": "checked"} if self.value else {}),
            "aria-describedby": self.described_by or None,
        }


NUMBER = re.compile(r"[+-]?\d{1,30}(\.\d{0,30})?", re.ASCII)


def number(raw: str, field: Any) -> int | float:
    """The number that is written there."""
    if not NUMBER.fullmatch(raw):
        raise wrong_type(field)
    if not IInt.providedBy(field):
        return finite(float(raw), field)
    if "." in raw:
        raise wrong_type(field)
    return int(raw)


line_widget = LineInput.for_field
amount_widget = AmountInput.for_field
text_widget = TextInput.for_field
date_widget = DateInput.for_field
number_widget = NumberInput.for_field
check_box = CheckBox.for_field
