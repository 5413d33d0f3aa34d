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
        raise InvalidValue(_("common_date_future_error"))
    if value.year < 1975:
        raise InvalidValue(_("library_alert_date_before_cites_entered_error"))
    return True


class IAlert(model.Schema):
    """The fields of an alert. Only title, kind and handling code are required.

    Each fieldset is a part of the form and of the page.
    """

    model.fieldset(
        "what",
        label=_("library_alert_what_happened_label"),
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
    title = schema.TextLine(title=_("common_title_label"), max_length=200)
    description = schema.Text(
        title=_("library_summary_label"),
        description=_("library_alert_two_sentences_what_readers_help"),
        max_length=1000,
        required=False,
        default="",
        missing_value="",
    )
    alert_type = code(_("library_kind_of_alert"), "alert_type", required=True)
    handling = HandlingCode()
    incident_date = schema.Date(
        title=_("library_date_of_the_incident_label"),
        constraint=not_in_future,
        required=False,
    )
    incident_country = code(_("library_country_of_the_incident"), "country")
    location = schema.TextLine(
        title=_("library_alert_place_label"),
        description=_("library_alert_port_airport_town_region_help"),
        max_length=200,
        required=False,
    )
    filterable("alert_type", index="alert_type", counted=True)
    filterable("handling", index="handling", counted=True)
    filterable(
        "incident_country",
        name="country",
        title=_("common_country_label"),
        index="library_countries",
        counted=True,
    )

    model.fieldset("specimens", label=_("common_specimens_label"), fields=["specimens"])
    specimens = Specimens(
        title=_("common_specimens_label"), required=False, defaultFactory=list
    )
    filterable("specimens", column="species", counted=True)
    filterable(
        "specimens",
        name="taxon",
        column="species",
        title=_("common_species_genus_family_order_label"),
        derived=taxa_of,
        comparable=taxon_name,
    )
    filterable("specimens", column="term", index="library_terms", counted=True)

    model.fieldset("text", label=_("common_text_label"), fields=["body", "language"])
    body = PlainRichText(title=_("common_text_label"), required=False)
    language = code(_("library_alert_language_of_the_text"), "language")
    filterable("language", title=_("common_language_label"), counted=True)
    omitted("translations")
    translations = Translations()

    model.fieldset(
        "place",
        label=_("library_alert_place_in_detail_label"),
        fields=["location_type", "latitude", "longitude", "position_precision"],
        folded=True,
    )
    location_type = code(_("library_alert_kind_of_place"), "location_type")
    latitude = schema.Float(
        title=_("library_latitude_label"), min=-90.0, max=90.0, required=False
    )
    longitude = schema.Float(
        title=_("library_longitude_label"), min=-180.0, max=180.0, required=False
    )
    position_precision = code(
        _("library_alert_precision_of_the_position"), "position_precision"
    )

    model.fieldset(
        "detection",
        label=_("library_alert_detection_label"),
        fields=["detecting_agency", "detection_method", "reason_for_seizure"],
        folded=True,
    )
    detecting_agency = code(_("library_detecting_agency"), "detecting_agency")
    detection_method = code(_("library_method_of_detection"), "detection_method")
    reason_for_seizure = codes(
        _("library_alert_reason_for_seizure"), "reason_for_seizure"
    )
    filterable("detecting_agency")
    filterable("detection_method")
    filterable("reason_for_seizure")

    model.fieldset(
        "permits",
        label=_("library_alert_permits_concerned_label"),
        fields=["permits"],
        folded=True,
    )
    permits = PermitReferences(
        title=_("common_permits_link"), required=False, defaultFactory=list
    )
    filterable("permits", name="permit", column="number")

    model.fieldset(
        "route",
        label=_("library_route_and_transport_label"),
        fields=[
            "alleged_origin",
            "transit_countries",
            "alleged_destination",
            "transport_mode",
            "concealment",
        ],
        folded=True,
    )
    alleged_origin = code(_("library_alleged_country_of_origin"), "country")
    transit_countries = codes(_("library_countries_of_transit"), "country")
    alleged_destination = code(_("library_alleged_final_destination"), "country")
    transport_mode = codes(_("library_means_of_transport"), "transport_mode")
    concealment = codes(_("library_method_of_concealment"), "concealment")
    filterable("alleged_origin", name="origin")
    filterable("transit_countries", name="transit")
    filterable("alleged_destination", name="destination")
    filterable("transport_mode")
    filterable("concealment")

    model.fieldset(
        "outcome",
        label=_("library_alert_outcome_label"),
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
        title=_("library_alert_number_of_offenders_label"),
        min=0,
        max=10_000,
        required=False,
    )
    offender_nationalities = codes(
        _("library_alert_nationalities_of_offenders"), "country"
    )
    disposal = code(_("library_alert_disposal_of_the_specimens"), "disposal")
    sanction = code(_("library_alert_sanction"), "sanction")
    legal_provision = schema.TextLine(
        title=_("library_alert_law_under_charges_brought_label"),
        max_length=300,
        required=False,
    )
    estimated_value = schema.Float(
        title=_("library_alert_estimated_value_country_label"),
        min=0.0,
        max=1e12,
        required=False,
    )
    currency = code(_("library_alert_currency"), "currency")

    model.fieldset(
        "grading",
        label=_("library_alert_grading_label"),
        fields=["source_grade", "information_grade"],
        folded=True,
    )
    source_grade = code(
        _("library_alert_grade_of_the_source"),
        "source_grade",
        description=_("library_alert_how_reliable_source_help"),
    )
    information_grade = code(
        _("library_alert_grade_of_the_information"),
        "information_grade",
        description=_("library_alert_how_far_information_itself_help"),
    )
    filterable("source_grade")
    filterable("information_grade")

    model.fieldset(
        "reporting",
        label=_("library_alert_reporting_label"),
        fields=["seizure_id", "share_iccwc", "hide_country"],
        folded=True,
    )
    seizure_id = schema.TextLine(
        title=_("library_alert_national_seizure_number_label"),
        max_length=100,
        required=False,
    )
    share_iccwc = schema.Bool(
        title=_("library_alert_may_shared_iccwc_members_label"),
        description=_("library_alert_annual_report_passed_unless_help"),
        default=True,
        required=False,
    )
    hide_country = schema.Bool(
        title=_("library_alert_show_country_comes_label"),
        description=_("library_alert_readers_see_name_country_help"),
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
