"""The alert: a seizure, a way of working, a route, a request for information.

Fields follow the columns of the CITES annual illegal trade report; code lists without an
official code are the portal's own (``codelists/``).
"""

from cites.cug import _
from cites.cug.interfaces import ILibraryItem
from cites.cug.library.specimens import Specimens
from cites.cug.validation.errors import InvalidValue
from cites.cug.validation.rich_text import PlainRichText
from datetime import date
from plone.dexterity.content import Container
from plone.supermodel import model
from zope import schema
from zope.interface import implementer


def code(title, codelist: str, required: bool = False, **kw) -> schema.Choice:
    """A field that takes one code of a list."""
    return schema.Choice(
        title=title, vocabulary=f"cites.cug.{codelist}", required=required, **kw
    )


def codes(title, codelist: str, **kw) -> schema.List:
    """A field that takes several codes of a list, each once."""
    return schema.List(
        title=title,
        value_type=schema.Choice(vocabulary=f"cites.cug.{codelist}"),
        required=False,
        unique=True,
        max_length=50,
        defaultFactory=list,
        **kw,
    )


def not_in_future(value: date) -> bool:
    """Dates of incidents lie in the past; a day of grace for time zones."""
    if value.toordinal() > date.today().toordinal() + 1:
        raise InvalidValue(_("The date lies in the future."))
    if value.year < 1975:
        raise InvalidValue(_("The date lies before CITES came into force (1975)."))
    return True


class IAlert(model.Schema):
    """Everything an alert may say; only the first part has to be filled in."""

    title = schema.TextLine(title=_("Title"), max_length=200)
    description = schema.Text(
        title=_("Summary"),
        description=_("One or two sentences: what a reader must know."),
        max_length=1000,
        required=False,
        default="",
        missing_value="",
    )
    alert_type = code(_("Kind of alert"), "alert_type", required=True)
    handling = code(_("Handling code"), "handling", required=True, default="amber_strict")
    body = PlainRichText(title=_("Text"), required=False)

    incident_date = schema.Date(
        title=_("Date of the incident"), constraint=not_in_future, required=False
    )
    incident_country = code(_("Country of the incident"), "country")
    location = schema.TextLine(
        title=_("Place"),
        description=_("Port, airport, town or region. No private address."),
        max_length=200,
        required=False,
    )
    location_type = code(_("Kind of place"), "location_type")
    latitude = schema.Float(title=_("Latitude"), min=-90.0, max=90.0, required=False)
    longitude = schema.Float(title=_("Longitude"), min=-180.0, max=180.0, required=False)

    specimens = Specimens(title=_("Specimens"), required=False, defaultFactory=list)

    detecting_agency = code(_("Detecting agency"), "detecting_agency")
    detection_method = code(_("Method of detection"), "detection_method")
    reason_for_seizure = codes(_("Reason for seizure"), "reason_for_seizure")

    alleged_origin = code(_("Alleged country of origin"), "country")
    transit_countries = codes(_("Countries of transit"), "country")
    alleged_destination = code(_("Alleged final destination"), "country")
    transport_mode = codes(_("Means of transport"), "transport_mode")
    concealment = codes(_("Method of concealment"), "concealment")

    offender_count = schema.Int(
        title=_("Number of offenders"), min=0, max=10_000, required=False
    )
    offender_nationalities = codes(_("Nationalities of offenders"), "country")
    disposal = code(_("Disposal of the specimens"), "disposal")
    sanction = code(_("Sanction"), "sanction")
    legal_provision = schema.TextLine(
        title=_("Law under which charges were brought"), max_length=300, required=False
    )
    estimated_value = schema.Float(
        title=_("Estimated value in the country"), min=0.0, max=1e12, required=False
    )
    currency = code(_("Currency"), "currency")

    seizure_id = schema.TextLine(
        title=_("National seizure number"), max_length=100, required=False
    )
    share_iccwc = schema.Bool(
        title=_("May be shared with ICCWC members"), default=False, required=False
    )


#: Fields that take typed words, beside the rich text. Search and the tests for leaks read
#: this list.
TEXT_FIELDS = tuple(
    name
    for name, field in schema.getFieldsInOrder(IAlert)
    if schema.interfaces.IText.providedBy(field)
)


@implementer(IAlert, ILibraryItem)
class Alert(Container):
    """Holds its pictures and files, which have its audience."""
