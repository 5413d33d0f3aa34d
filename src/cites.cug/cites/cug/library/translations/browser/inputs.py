"""The input of a translated text."""

from cites.cug.forms.widgets import EditorInput
from cites.cug.restapi.field_deserializers import text_of
from cites.cug.validation.rich_text import as_typed


class StructuredTextInput(EditorInput):
    """The text editor for HTML that is kept as a plain string."""

    def toWidgetValue(self, value: str | None) -> str:
        return as_typed(value) if value else ""

    def toFieldValue(self, raw: str) -> str | None:
        return text_of(raw, self.field)


structured_text_widget = StructuredTextInput.for_field
