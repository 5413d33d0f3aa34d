"""The texts that members write into the fields of content."""

from Acquisition import aq_base
from cites.cug.web.confirmation.requirement import plain_text
from collections.abc import Iterable, Iterator, Mapping
from plone.app.textfield.interfaces import IRichText
from plone.namedfile.interfaces import INamedField
from typing import Any
from zope.schema import interfaces


#: Fields whose values members do not write: the portal sets or offers them.
NO_TEXTS = (interfaces.IChoice, interfaces.IId, interfaces.IURI)


def texts_in(
    values: Iterable[tuple[str, Any, Any]], stored: Mapping[str, Any]
) -> dict[str, str]:
    """Collect the new texts, by name.

    ``values``: names with their fields and values. ``stored``: values by the names of the
    fields. Texts in them are left out, because they have been decided about before.
    """
    texts = {}
    for name, field, value in values:
        before = set(field_texts(field, stored.get(field.__name__)))
        written = [text for text in field_texts(field, value) if text not in before]
        if written:
            texts[name] = "\n".join(written)
    return texts


def stored_in(content: Any) -> dict[str, Any]:
    """The present values of the content's fields, by name."""
    content = aq_base(content)
    content._p_activate()
    return dict(vars(content))


def field_texts(field: Any, value: Any) -> Iterator[str]:
    """The plain texts in a field's value. A file gives its name."""
    if not value:
        return
    if hasattr(field, "free_texts"):
        yield from field.free_texts(value)
    elif IRichText.providedBy(field):
        yield plain_text(value.raw or "")
    elif INamedField.providedBy(field):
        yield value.filename or ""
    elif interfaces.ICollection.providedBy(field):
        for one in value:
            yield from field_texts(field.value_type, one)
    elif interfaces.IText.providedBy(field) and not _is_coded(field):
        yield value


def _is_coded(field: Any) -> bool:
    return any(kind.providedBy(field) for kind in NO_TEXTS)
