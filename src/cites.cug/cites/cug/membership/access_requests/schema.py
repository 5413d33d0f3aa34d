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
        title=_("Country"), vocabulary="cites.cug.country", constraint=has_offices
    )
    widget("last_name", autocomplete="family-name")
    last_name = OutsideLine(title=_("Last name"), max_length=MAX_NAME)
    widget("first_name", autocomplete="given-name")
    first_name = OutsideLine(title=_("First name"), max_length=MAX_NAME)
    widget("organisation", autocomplete="organization")
    organisation = OutsideLine(title=_("Organization"), max_length=MAX_LINE)
    widget("function", autocomplete="organization-title")
    function = OutsideLine(title=_("Job title"), max_length=MAX_LINE)
    widget("telephone", autocomplete="tel", type="tel")
    telephone = OutsideLine(
        title=_("Telephone"),
        description=_(
            "With + and the country code, or as you dial it within your country."
        ),
        max_length=MAX_LINE,
    )
    widget("email", autocomplete="email", type="email")
    email = OutsideLine(
        title=_("Official e-mail address"),
        description=_(
            "Use your office address; we send a link there to confirm the request."
        ),
        max_length=MAX_LINE,
    )
    widget("category", autocomplete="off")
    category = schema.Choice(
        title=_("Category requested"),
        vocabulary="cites.cug.category",
        constraint=CATEGORIES.__contains__,
    )


class IApproval(Schema):
    """The category in which somebody is approved; also one that was not asked for."""

    category = schema.Choice(
        title=_("Category"),
        vocabulary="cites.cug.category",
        constraint=tuple(Category).__contains__,
    )


class IQuestion(Schema):
    """A question about a request."""

    question = OutsideText(title=_("Question"), max_length=MAX_TEXT, required=True)


class IReason(Schema):
    """Why a request is declined."""

    reason = OutsideText(
        title=_("Reason"),
        description=_("The applicant will read it."),
        max_length=MAX_TEXT,
        required=True,
    )
