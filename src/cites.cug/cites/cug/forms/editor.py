"""Plone's text editor, with what a text of ours may hold."""

import json
from cites.cug import _
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message


#: What a paragraph can be made, by the names of the elements.
BLOCKS = {"p": _("Paragraph"), "h2": _("Heading"), "h3": _("Smaller heading")}
#: Plone's editor with the tools for what ``rich_text.py`` keeps, and nothing that browses
#: the portal or loads from elsewhere.
EDITOR = {
    "tiny": {
        "menubar": False,
        "plugins": ["lists", "link", "table", "autoresize"],
        "toolbar": "undo redo | blocks | bold italic | bullist numlist blockquote"
        " | link table | removeformat",
        "statusbar": False,
        "contextmenu": False,
        "paste_data_images": False,
        "invalid_elements": "img,iframe,script,style,svg,object,embed,form,input",
        "link_target_list": False,
        "relative_urls": False,
        "entity_encoding": "raw",
        "content_css": False,
        "content_style": "body { font: 16px/1.5 system-ui, sans-serif; }",
        "min_height": 260,
    },
}


def editor_settings(label: Message, request: Any) -> str:
    """For ``data-pat-tinymce``; the editor speaks the reader's language."""
    titles = (
        f"{translate(title, context=request)}={element}"
        for element, title in BLOCKS.items()
    )
    settings = {
        "tiny": {
            **EDITOR["tiny"],
            "block_formats": "; ".join(titles),
            # A page within the page: readers of screens are told which.
            "iframe_attrs": {"title": translate(label, context=request)},
        }
    }
    return json.dumps(settings)
