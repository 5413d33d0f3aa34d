"""The fields of a request: seven from the CITES notification, and the category."""

from cites.cug import _
from cites.cug.access.roles import Category
from cites.cug.core.codelists.lists import codes
from cites.cug.membership.access_requests.text_fields import (
    MAX_TEXT,
    OutsideLine,
    OutsideText,
)
from plone.autoform.directives import widget
from plone.supermodel.model import Schema
from zope import schema


#: Not the category Secretariat: the Secretariat invites its own members.
CATEGORIES = (Category.CUSTOMS, Category.POLICE, Category.WILDLIFE, Category.IGO)
#: The list of countries contains the high seas, where no authority has an office.
NO_OFFICE = frozenset({"ZZ"})
MAX_NAME, MAX_LINE = 100, 200


def has_offices(country: str) -> bool:
    """Whether the code is on the list of countries and names a country with
    authorities.
    """
    return country in codes("country") and country not in NO_OFFICE


class IApplication(Schema):
    """What a person says who asks for access."""

    widget("country", autocomplete="country")
    country = schema.Choice(
        title=_("common_country_label"),
        vocabulary="cites.cug.country",
        constraint=has_offices,
    )
    widget("last_name", autocomplete="family-name")
    last_name = OutsideLine(
        title=_("membership_access_requests_last_name_label"), max_length=MAX_NAME
    )
    widget("first_name", autocomplete="given-name")
    first_name = OutsideLine(
        title=_("membership_access_requests_first_name_label"), max_length=MAX_NAME
    )
    widget("organisation", autocomplete="organization")
    organisation = OutsideLine(title=_("common_organization_label"), max_length=MAX_LINE)
    widget("function", autocomplete="organization-title")
    function = OutsideLine(title=_("membership_job_title_label"), max_length=MAX_LINE)
    widget("telephone", autocomplete="tel", type="tel")
    telephone = OutsideLine(
        title=_("membership_telephone_label"),
        description=_("membership_access_requests_country_code_dial_within_help"),
        max_length=MAX_LINE,
    )
    widget("email", autocomplete="email", type="email")
    email = OutsideLine(
        title=_("membership_access_requests_official_email_address_label"),
        description=_("membership_access_requests_use_office_address_we_help"),
        max_length=MAX_LINE,
    )
    widget("category", autocomplete="off")
    category = schema.Choice(
        title=_("common_category_requested_label"),
        vocabulary="cites.cug.category",
        constraint=CATEGORIES.__contains__,
    )


class IApproval(Schema):
    """The category in which somebody is approved; also one that was not asked for."""

    category = schema.Choice(
        title=_("common_category_label"),
        vocabulary="cites.cug.category",
        constraint=tuple(Category).__contains__,
    )


class IQuestion(Schema):
    """A question about a request."""

    question = OutsideText(
        title=_("membership_access_requests_question_label"),
        max_length=MAX_TEXT,
        required=True,
    )


class IReason(Schema):
    """Why a request is declined."""

    reason = OutsideText(
        title=_("common_reason_label"),
        description=_("membership_access_requests_applicant_read_help"),
        max_length=MAX_TEXT,
        required=True,
    )
