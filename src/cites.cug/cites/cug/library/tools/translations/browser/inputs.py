"""The input of a translated text."""

from cites.cug.core.validation.rich_text import as_typed
from cites.cug.web.forms.widgets import EditorInput
from cites.cug.web.restapi.field_deserializers import text_of


class StructuredTextInput(EditorInput):
    """The text editor for HTML that is kept as a plain string."""

    def toWidgetValue(self, value: str | None) -> str:
        return as_typed(value) if value else ""

    def toFieldValue(self, raw: str) -> str | None:
        return text_of(raw, self.field)


structured_text_widget = StructuredTextInput.for_field
