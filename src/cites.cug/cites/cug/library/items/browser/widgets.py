"""Inputs for the kinds of field that only the library has."""

from cites.cug import _
from cites.cug.core.validation.characters import fit_text
from cites.cug.core.validation.rich_text import as_typed
from cites.cug.library.items.permit_references import read_permits
from cites.cug.web.forms.widgets import EditorInput, TextInput, UploadInput
from cites.cug.wsgi.body_limits import max_file_bytes
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from z3c.form.interfaces import NO_VALUE, NOT_CHANGED
from zope.i18nmessageid import Message


class RichTextInput(EditorInput):
    """The text editor for a field of Plone's rich text."""

    def toWidgetValue(self, value: Any) -> str:
        return as_typed(value.raw) if value is not None else ""

    def toFieldValue(self, raw: str) -> Any:
        return self.field.value(raw)


class FileInput(UploadInput):
    """Takes a file. The stored file stays unless another one is chosen."""

    template = ViewPageTemplateFile("templates/file_input.pt")

    @property
    def stored(self) -> Any:
        """The file that the item has now; None in an add form."""
        if self.ignoreContext:
            return None
        return getattr(self.context, self.field.__name__, None)

    @property
    def help(self) -> Message:
        return _(
            "library_widgets_at_most_mb",
            mapping={
                "limit": max_file_bytes() // 2**20,
                "endings": ", ".join(sorted(self.endings())),
            },
        )

    def endings(self) -> set[str]:
        return {ending for names in self.field.accepted.values() for ending in names}

    def extract(self, default: Any = NO_VALUE) -> Any:
        # If no file is chosen, browsers send an empty part and programs may send none.
        return super().extract(default if self.ignoreContext else NOT_CHANGED)

    def toFieldValue(self, raw: Any) -> Any:
        if raw is NOT_CHANGED:
            return raw
        return self.field.take(raw, raw.filename)

    def attributes(self) -> dict[str, str]:
        attributes = super().attributes()
        if self.stored is not None:
            attributes.pop("required", None)
        return attributes

    @property
    def accept(self) -> str:  # type: ignore[override] # of each field
        return ",".join(sorted(self.endings()))


class PermitsInput(TextInput):
    """Permits, each on a line of its own: the code of its country and its number."""

    def toWidgetValue(self, value: Any) -> str:
        return "\n".join(f"{one['country']} {one['number']}" for one in value or ())

    def toFieldValue(self, raw: str) -> Any:
        lines = (line.split(maxsplit=1) for line in fit_text(raw).split("\n"))
        return read_permits(
            {"country": words[0].upper(), "number": " ".join(words[1:])}
            for words in lines
            if words
        )

    def limits(self) -> dict[str, str]:
        return {}

    @property
    def help(self) -> Message:
        return _("library_widgets_permit_each_line_code_text")


permits_widget = PermitsInput.for_field
file_widget = FileInput.for_field
rich_text_widget = RichTextInput.for_field
