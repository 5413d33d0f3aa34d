"""The form for roster entries: somebody is invited, or a member is changed."""

from cites.cug import _
from cites.cug.access.roles import Category
from cites.cug.core.codelists.lists import code_list
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.membership.access_requests.application import e164
from cites.cug.membership.access_requests.text_fields import OutsideLine
from cites.cug.web.restapi.field_deserializers import read_values
from collections.abc import Mapping
from plone.autoform.directives import widget
from plone.supermodel.model import Schema
from typing import Any
from zope import schema


MAX_LINE = 200
NO_COUNTRY = _("membership_none_organization_several_countries")
NO_NUMBER = _("membership_telephone_number_begin_country_text")


def _is_offered_country(code: str) -> bool:
    entry = code_list("country").entries.get(code) if code else None
    return entry is not None and entry.current


def country_field() -> schema.Choice:
    return schema.Choice(
        title=_("common_country_label"),
        vocabulary="cites.cug.country",
        constraint=_is_offered_country,
        required=False,
        missing_value="",
    )


def _line(title: Any, **options: Any) -> OutsideLine:
    return OutsideLine(
        title=title, required=False, missing_value="", max_length=MAX_LINE, **options
    )


class IRosterTerms(Schema):
    """The fields of the form."""

    user = OutsideLine(title=_("membership_user_name_or_id_label"), max_length=MAX_LINE)
    category = schema.Choice(
        title=_("common_category_label"),
        vocabulary="cites.cug.category",
        constraint=tuple(Category).__contains__,
    )
    widget("country", nothing_chosen=NO_COUNTRY)
    country = country_field()
    organisation = _line(_("common_organization_label"))
    function = _line(_("membership_job_title_label"))
    widget("telephone", type="tel")
    telephone = _line(_("membership_telephone_label"))
    contact_point = schema.Bool(
        title=_("membership_national_contact_point_label"),
        required=False,
        missing_value=False,
    )
    reason = _line(
        _("membership_why_appoint_secretariat"),
        description=_("membership_secretariat_group_invites_members_help"),
    )


def contradictions(terms: Mapping[str, Any]) -> dict[str, InvalidValue]:
    """Mistakes that the schema alone does not find: a telephone impossible for the
    country.
    """
    number = terms.get("telephone")
    wrong = number and e164(number, terms.get("country", "")) is None
    return {"telephone": InvalidValue(NO_NUMBER)} if wrong else {}


def comparable(terms: Mapping[str, Any]) -> dict[str, Any]:
    """Checked values in one spelling."""
    number = terms.get("telephone") and e164(terms["telephone"], terms["country"])
    return {**terms, "category": Category(terms["category"]), "telephone": number or ""}


def read_terms(given: Mapping[str, Any]) -> dict[str, Any]:
    """Read and check the values of a JSON body. Raises InvalidValues."""
    return comparable(read_values(IRosterTerms, given, contradictions))


MOST_NOTE = 500


class INewAddress(Schema):
    """A new e-mail address."""

    widget("email", autocomplete="email", type="email")
    email = OutsideLine(
        title=_("membership_new_address_label"),
        description=_("membership_new_address_office_help"),
        max_length=MAX_LINE,
    )
