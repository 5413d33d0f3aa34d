"""What tests ask of the schema of an alert, so that new fields are tried too."""

from cites.cug.library.items.alert import IAlert
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IText


#: Fields that take typed words, beside the rich text.
TEXT_FIELDS = tuple(
    name for name, field in getFieldsInOrder(IAlert) if IText.providedBy(field)
)
