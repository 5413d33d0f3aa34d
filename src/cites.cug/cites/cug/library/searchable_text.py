"""The words an item is found by: its fields and the text of its files."""

from cites.cug.library.alert import IAlert
from cites.cug.library.alert import TEXT_FIELDS
from cites.cug.library.file_texts import is_read
from cites.cug.library.file_texts import MAX_BYTES
from cites.cug.library.file_texts import MAX_CHARACTERS
from cites.cug.library.file_texts import text_of
from plone.app.textfield.interfaces import ITransformer
from plone.namedfile.interfaces import INamedBlobFile
from typing import Any


PLAIN = "text/"
#: What every item has.
COMMON = ("title", "description")


def file_text(item: Any, file: INamedBlobFile | None) -> str:
    """Words of a document; empty where nothing reads its type."""
    if file is None:
        return ""
    kind = file.contentType or ""
    if is_read(kind):
        return text_of(item.UID(), file) or ""
    if not kind.startswith(PLAIN):
        return ""
    with file.open() as stored:
        return stored.read(MAX_BYTES).decode("utf-8", "replace")[:MAX_CHARACTERS]


def alert_text(alert: Any) -> list[str]:
    """Words of an alert, of its specimens and of the files in it."""
    parts = [getattr(alert, name) or "" for name in TEXT_FIELDS if name not in COMMON]
    if alert.body is not None:
        parts.append(ITransformer(alert)(alert.body, "text/plain") or "")
    parts += [line["species"] for line in alert.specimens or ()]
    for child in alert.objectValues():
        parts += [child.title or "", child.description or ""]
        parts.append(file_text(child, getattr(child, "file", None)))
    return parts


def attachment_text(file: Any) -> str:
    """A file in an alert or a topic."""
    parts = (file.title, file.description, file_text(file, file.file))
    return " ".join(part for part in parts if part)


def full_text(item: Any) -> str:
    """Everything ``q`` searches in."""
    parts = [getattr(item, name) or "" for name in COMMON]
    if IAlert.providedBy(item):
        parts += alert_text(item)
    else:
        parts += [file_text(item, item.file), *(item.species or ())]
    return " ".join(part for part in parts if part)
