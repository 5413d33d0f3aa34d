"""The alert: a seizure, a way of working, a route, a request for information.

Fields follow the columns of the CITES annual illegal trade report; code lists without an
official code are the portal's own (``core/codelists/``).
"""

from cites.cug import _
from cites.cug.access.author import is_unnamed
from cites.cug.core.codelists.fields import code, codes, HandlingCode
from cites.cug.core.codelists.taxa import taxa_of, taxon_name
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.core.validation.rich_text import PlainRichText
from cites.cug.interfaces import ILibraryItem
from cites.cug.library.items.directives import filterable
from cites.cug.library.items.permit_references import PermitReferences
from cites.cug.library.items.specimens import Specimens
from cites.cug.library.tools.translations.field import Translations
from datetime import date
from plone.autoform.directives import omitted
from plone.dexterity.content import Container
from plone.supermodel import model
from zope import schema
from zope.interface import implementer


def not_in_future(value: date) -> bool:
    """Refuse an incident's date that lies in the future or before 1975.

    One day more is allowed: in another time zone it may be tomorrow already.
    """
    if value.toordinal() > date.today().toordinal() + 1:
        raise InvalidValue(_("The date is in the future."))
    if value.year < 1975:
        raise InvalidValue(_("The date is before CITES entered into force (1975)."))
    return True


class IAlert(model.Schema):
    """The fields of an alert. Only title, kind and handling code are required.

    Each fieldset is a part of the form and of the page.
    """

    model.fieldset(
        "what",
        label=_("What happened"),
        fields=[
            "title",
            "description",
            "alert_type",
            "handling",
            "incident_date",
            "incident_country",
            "location",
        ],
    )
    title = schema.TextLine(title=_("Title"), max_length=200)
    description = schema.Text(
        title=_("Summary"),
        description=_("One or two sentences: what readers need to know."),
        max_length=1000,
        required=False,
        default="",
        missing_value="",
    )
    alert_type = code(_("Kind of alert"), "alert_type", required=True)
    handling = HandlingCode()
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
    filterable("alert_type", index="alert_type", counted=True)
    filterable("handling", index="handling", counted=True)
    filterable(
        "incident_country",
        name="country",
        title=_("Country"),
        index="library_countries",
        counted=True,
    )

    model.fieldset("specimens", label=_("Specimens"), fields=["specimens"])
    specimens = Specimens(title=_("Specimens"), required=False, defaultFactory=list)
    filterable("specimens", column="species", counted=True)
    filterable(
        "specimens",
        name="taxon",
        column="species",
        title=_("Species, genus, family or order"),
        derived=taxa_of,
        comparable=taxon_name,
    )
    filterable("specimens", column="term", index="library_terms", counted=True)

    model.fieldset("text", label=_("Text"), fields=["body", "language"])
    body = PlainRichText(title=_("Text"), required=False)
    language = code(_("Language of the text"), "language")
    filterable("language", title=_("Language"), counted=True)
    omitted("translations")
    translations = Translations()

    model.fieldset(
        "place",
        label=_("Place in detail"),
        fields=["location_type", "latitude", "longitude", "position_precision"],
        folded=True,
    )
    location_type = code(_("Kind of place"), "location_type")
    latitude = schema.Float(title=_("Latitude"), min=-90.0, max=90.0, required=False)
    longitude = schema.Float(title=_("Longitude"), min=-180.0, max=180.0, required=False)
    position_precision = code(_("Precision of the position"), "position_precision")

    model.fieldset(
        "detection",
        label=_("Detection"),
        fields=["detecting_agency", "detection_method", "reason_for_seizure"],
        folded=True,
    )
    detecting_agency = code(_("Detecting agency"), "detecting_agency")
    detection_method = code(_("Method of detection"), "detection_method")
    reason_for_seizure = codes(_("Reason for seizure"), "reason_for_seizure")
    filterable("detecting_agency")
    filterable("detection_method")
    filterable("reason_for_seizure")

    model.fieldset(
        "permits", label=_("Permits concerned"), fields=["permits"], folded=True
    )
    permits = PermitReferences(title=_("Permits"), required=False, defaultFactory=list)
    filterable("permits", name="permit", column="number")

    model.fieldset(
        "route",
        label=_("Route and transport"),
        fields=[
            "alleged_origin",
            "transit_countries",
            "alleged_destination",
            "transport_mode",
            "concealment",
        ],
        folded=True,
    )
    alleged_origin = code(_("Alleged country of origin"), "country")
    transit_countries = codes(_("Countries of transit"), "country")
    alleged_destination = code(_("Alleged final destination"), "country")
    transport_mode = codes(_("Means of transport"), "transport_mode")
    concealment = codes(_("Method of concealment"), "concealment")
    filterable("alleged_origin", name="origin")
    filterable("transit_countries", name="transit")
    filterable("alleged_destination", name="destination")
    filterable("transport_mode")
    filterable("concealment")

    model.fieldset(
        "outcome",
        label=_("Outcome"),
        fields=[
            "offender_count",
            "offender_nationalities",
            "disposal",
            "sanction",
            "legal_provision",
            "estimated_value",
            "currency",
        ],
        folded=True,
    )
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

    model.fieldset(
        "grading",
        label=_("Grading"),
        fields=["source_grade", "information_grade"],
        folded=True,
    )
    source_grade = code(
        _("Grade of the source"),
        "source_grade",
        description=_("How reliable the source is."),
    )
    information_grade = code(
        _("Grade of the information"),
        "information_grade",
        description=_("How far the information itself is confirmed."),
    )
    filterable("source_grade")
    filterable("information_grade")

    model.fieldset(
        "reporting",
        label=_("Reporting"),
        fields=["seizure_id", "share_iccwc", "hide_country"],
        folded=True,
    )
    seizure_id = schema.TextLine(
        title=_("National seizure number"), max_length=100, required=False
    )
    share_iccwc = schema.Bool(
        title=_("May be shared with ICCWC members"),
        description=_(
            "The annual report is passed on unless the Party says otherwise. Clear the"
            " box to leave this alert out."
        ),
        default=True,
        required=False,
    )
    hide_country = schema.Bool(
        title=_("Do not show which country this comes from"),
        description=_(
            "Readers will not see your name, country or national seizure number. The"
            " Secretariat and the audit trail keep them. Remove from the text"
            " anything that reveals your country. Members who have already read the"
            " alert have seen its author."
        ),
        default=False,
        required=False,
    )


#: Fields whose values only those know who may know the author of an unnamed alert:
#: national numbers often begin with the code of the country that gives them.
TELLS_WHO_REPORTED = frozenset({"seizure_id"})


@implementer(IAlert, ILibraryItem)
class Alert(Container):
    """Contains its pictures and files. Whoever can read the alert can read them."""

    #: Plone's own default, "", is no code.
    language = None

    # What Plone tells all readers, in the catalog and elsewhere; who has written the
    # alert says ``access.author.author_of``.

    def listCreators(self) -> tuple[str, ...]:
        return () if is_unnamed(self) else super().listCreators()

    def Creator(self) -> str:
        return "" if is_unnamed(self) else super().Creator()
