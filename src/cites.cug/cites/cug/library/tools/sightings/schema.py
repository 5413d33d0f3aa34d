"""What a sighting says."""

from cites.cug import _
from cites.cug.core.codelists.fields import code
from cites.cug.library.items.alert import not_in_future
from zope import schema
from zope.interface import Interface


MAX_NOTE = 1000


class ISighting(Interface):
    """The fields of a sighting, in the form and in JSON."""

    country = code(_("library_sightings_country_where_seen"), "country", required=True)
    date = schema.Date(
        title=_("library_sightings_day_seen_label"),
        constraint=not_in_future,
        required=False,
    )
    quantity = schema.Float(
        title=_("library_sightings_how_many_how_much_label"),
        description=_("library_sightings_unit_alert_help"),
        min=0.0,
        max=1e12,
        required=False,
    )
    note = schema.Text(
        title=_("library_sightings_what_same_what_label"),
        description=_("library_no_names_persons_companies_help"),
        max_length=MAX_NOTE,
        required=False,
        default="",
        missing_value="",
    )


FIELDS = tuple(schema.getFieldNamesInOrder(ISighting))
