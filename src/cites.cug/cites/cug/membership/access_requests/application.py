"""Who asks for access, checked and made comparable."""

import phonenumbers
from cites.cug import _
from cites.cug.mailing.letter import address
from cites.cug.membership.access_requests.mail_domains import domain_of, is_domain
from cites.cug.membership.access_requests.schema import IApplication
from cites.cug.membership.access_requests.settings import AccessRequestRules
from cites.cug.restapi.field_deserializers import read_values
from cites.cug.validation.errors import InvalidValue
from collections import namedtuple
from collections.abc import Mapping
from functools import partial
from typing import Any
from zope.schema import getFieldNamesInOrder


FIELDS = tuple(getFieldNamesInOrder(IApplication))


class Application(namedtuple("Application", FIELDS)):  # type: ignore[misc] # by the schema
    """Who asks for access, as it is kept: a value for each field of the schema."""

    email: str


NO_TELEPHONE = _("This is not a telephone number. Begin with + and the country code.")
NO_EMAIL = _("This is not an e-mail address.")
FREE_MAIL = _("Give the address of your office, not one of a service open to anybody.")


def validate_application(
    values: Mapping[str, Any], rules: AccessRequestRules
) -> Application:
    """What was handed in as it is kept; raises InvalidValues."""
    country = values.get("country")
    if isinstance(country, str):
        values = {**values, "country": country.strip().upper()}
    read = read_values(IApplication, values, partial(contradictions, rules=rules))
    return comparable(read)


def comparable(values: Mapping[str, str]) -> Application:
    """Right values, each written in one way."""
    telephone = e164(values["telephone"], values["country"]) or ""
    email = values["email"].lower()
    return Application(**{**values, "telephone": telephone, "email": email})


def contradictions(
    values: Mapping[str, str], rules: AccessRequestRules
) -> dict[str, InvalidValue]:
    """What fits no country, or no rule of the group."""
    wrong = {}
    if "telephone" in values and not e164(values["telephone"], values.get("country", "")):
        wrong["telephone"] = InvalidValue(NO_TELEPHONE)
    if "email" in values:
        email, domain = values["email"], domain_of(values["email"])
        if address(email) is None or '"' in email or not is_domain(domain):
            wrong["email"] = InvalidValue(NO_EMAIL)
        elif rules.refuses(domain):
            wrong["email"] = InvalidValue(FREE_MAIL)
    return wrong


def has_known_number(telephone: str) -> bool:
    """Whether numbers like this one are known to be in use."""
    return phonenumbers.is_valid_number(phonenumbers.parse(telephone))


def country_of(telephone: str) -> str | None:
    """The country of a number; None for numbers of none, and of exercise countries."""
    return phonenumbers.region_code_for_number(phonenumbers.parse(telephone))


def e164(telephone: str, country: str) -> str | None:
    """A number as the world dials it.

    Only what cannot be a number is refused: ranges come into use before any list of them
    is out, and the desk shows what is not known.
    """
    try:
        number = phonenumbers.parse(telephone, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
