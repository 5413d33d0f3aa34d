"""The text editor's words in the reader's language; ``editor/`` has its sources."""

import json
from cites.cug import _
from typing import Any
from zope.i18n import translate


TEXTS = {
    "toolbar": _("Formatting"),
    "undo": _("Undo"),
    "redo": _("Redo"),
    "bold": _("Bold"),
    "italic": _("Italic"),
    "underline": _("Underlined"),
    "heading": _("Heading"),
    "subheading": _("Smaller heading"),
    "bullets": _("List with bullets"),
    "numbers": _("Numbered list"),
    "quote": _("Quotation"),
    "link": _("Link"),
    "address": _("Address of the link"),
    "take": _("Insert the link"),
    "table": _("Table"),
    "clear": _("Remove formatting"),
    "addRow": _("Add a row below"),
    "addColumn": _("Add a column to the right"),
    "deleteRow": _("Delete the row"),
    "deleteColumn": _("Delete the column"),
    "deleteTable": _("Delete the table"),
}


def editor_texts(request: Any) -> str:
    """For ``data-editor``."""
    texts = {name: translate(text, context=request) for name, text in TEXTS.items()}
    return json.dumps(texts, ensure_ascii=False)
