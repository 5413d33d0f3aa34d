"""Drafts that are made from texts of other parts of the group, such as topics."""

from cites.cug.library.items.actions import LIBRARY_ID
from cites.cug.library.items.alert import IAlert
from plone.dexterity.utils import addContentToContainer, createContent
from typing import Any


def draft_from_text(group: Any, title: str, html: str, handling: str) -> Any:
    """Make a draft alert of a text and answer it; the author chooses its kind later."""
    body = IAlert["body"].value(html) if html else None
    draft = createContent(
        "Alert", title=title, body=body, handling=handling, alert_type="other"
    )
    return addContentToContainer(group[LIBRARY_ID], draft)
