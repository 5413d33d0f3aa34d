"""What a sighting says."""

from cites.cug import _
from cites.cug.core.codelists.fields import code
from cites.cug.library.items.alert import not_in_future
from zope import schema
from zope.interface import Interface


MAX_NOTE = 1000


class ISighting(Interface):
    """The fields of a sighting, in the form and in JSON."""

    country = code(_("Country where it was seen"), "country", required=True)
    date = schema.Date(
        title=_("Day on which it was seen"), constraint=not_in_future, required=False
    )
    quantity = schema.Float(
        title=_("How many, or how much"),
        description=_("In the unit of the alert."),
        min=0.0,
        max=1e12,
        required=False,
    )
    note = schema.Text(
        title=_("What was the same, and what was not"),
        description=_("No names of persons or companies."),
        max_length=MAX_NOTE,
        required=False,
        default="",
        missing_value="",
    )


FIELDS = tuple(schema.getFieldNamesInOrder(ISighting))
