"""The words by which a search finds an item: its fields and the text of its files."""

from cites.cug.access.author import is_unnamed
from cites.cug.core.encryption.closed_content import is_closed
from cites.cug.core.fulltext.folding import languages_among
from cites.cug.core.fulltext.streams import WordFields
from cites.cug.library.items.alert import IAlert, TELLS_WHO_REPORTED
from cites.cug.library.items.file_texts import (
    forget_text,
    is_read,
    MAX_BYTES,
    MAX_CHARACTERS,
    read_at_once,
    text_of,
)
from cites.cug.library.lists.code_names import names_of, names_stamp
from cites.cug.library.lists.filters import SCHEMAS
from cites.cug.library.tools.translations.texts import titles_of, translations_of
from cites.cug.web.confirmation.content_texts import field_texts
from collections.abc import Iterator
from dataclasses import replace
from plone.namedfile.interfaces import INamedBlobFile, INamedField
from typing import Any
from zope.schema import getFieldsInOrder


PLAIN = "text/"


def file_text(item: Any, file: INamedBlobFile | None) -> str:
    """The text of a file; empty if no program extracts text from its type.

    The text of what is marked TLP:RED is kept nowhere, so a large file of it has none.
    """
    if file is None:
        return ""
    kind = file.contentType or ""
    if is_read(kind) and is_closed(item):
        forget_text(item.UID())
        return read_at_once(file) or ""
    if is_read(kind):
        return text_of(item.UID(), file) or ""
    if not kind.startswith(PLAIN):
        return ""
    with file.open() as stored:
        return stored.read(MAX_BYTES).decode("utf-8", "replace")[:MAX_CHARACTERS]


def written_texts(item: Any) -> Iterator[str]:
    """The texts that members have written into the fields of an alert or a document."""
    for schema in SCHEMAS:
        if not schema.providedBy(item):
            continue
        for name, field in getFieldsInOrder(schema):
            if name in TELLS_WHO_REPORTED and is_unnamed(item):
                continue
            if not INamedField.providedBy(field):
                yield from field_texts(field, getattr(item, name))


def attachment_text(file: Any) -> str:
    """The words of a file in an alert or a topic."""
    parts = (file.title, file.description, file_text(file, file.file))
    return " ".join(part for part in parts if part)


def word_fields(item: Any) -> WordFields:
    """All words of an item that ``q`` searches, those of its files included."""
    texts = [text for text in written_texts(item) if text and text != item.title]
    files = []
    if IAlert.providedBy(item):
        for child in item.objectValues():
            texts += [one for one in (child.title, child.description) if one]
            files.append(file_text(child, getattr(child, "file", None)))
    else:
        files.append(file_text(item, item.file))
    return replace(
        name_fields(item),
        text="\n".join(texts),
        files="\n".join(text for text in files if text),
    )


def name_fields(item: Any) -> WordFields:
    """Those of them that need neither text nor files to be read."""
    return WordFields(
        title="\n".join((item.title or "", *titles_of(item).values())),
        names=names_of(item),
        languages=languages_among((item.language, *translations_of(item))),
        stamp=names_stamp(),
    )
