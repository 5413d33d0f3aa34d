"""The values of a request for access, checked and made comparable."""

import phonenumbers
import re
from cites.cug import _
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.mailing.letter import address
from cites.cug.membership.access_requests.mail_domains import domain_of, is_domain
from cites.cug.membership.access_requests.schema import IApplication
from cites.cug.membership.access_requests.settings import AccessRequestRules
from cites.cug.web.restapi.field_deserializers import read_values
from collections import namedtuple
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any
from zope.i18nmessageid import Message
from zope.schema import getFieldNamesInOrder


FIELDS = tuple(getFieldNamesInOrder(IApplication))


class Application(namedtuple("Application", FIELDS)):  # type: ignore[misc] # by the schema
    """The checked values of a request: one for each field of ``IApplication``."""

    email: str


#: What the first letter says, which goes to an address that nobody has confirmed.
IN_LETTERS = ("first_name", "last_name", "organisation")
#: A host name or the address of a page, as mail programs turn it into a link.
ADDRESS = re.compile(r"://|@|\b[\w-]+\.[^\W\d_]{2,}", re.IGNORECASE)
NO_ADDRESS = _("membership_application_without_internet_address_text")
NO_TELEPHONE = _("membership_telephone_number_begin_country_text")
NO_EMAIL = _("membership_application_email_address")
FREE_MAIL = _("membership_application_use_office_address_free_text")


def validate_application(
    values: Mapping[str, Any], rules: AccessRequestRules
) -> Application:
    """The checked values. Raises InvalidValues with all mistakes."""
    country = values.get("country")
    if isinstance(country, str):
        values = {**values, "country": country.strip().upper()}
    read = read_values(IApplication, values, partial(contradictions, rules=rules))
    return comparable(read)


def comparable(values: Mapping[str, str]) -> Application:
    """Checked values in one spelling: the telephone in E.164, the e-mail in small
    letters.
    """
    telephone = e164(values["telephone"], values["country"]) or ""
    email = values["email"].lower()
    return Application(**{**values, "telephone": telephone, "email": email})


def contradictions(
    values: Mapping[str, str], rules: AccessRequestRules
) -> dict[str, InvalidValue]:
    """Mistakes that the schema alone does not find, by field.

    The telephone must be possible for the country, the e-mail address allowed by the
    rules. What letters repeat must not lead elsewhere: anybody can have one sent.
    """
    wrong = {
        name: InvalidValue(NO_ADDRESS)
        for name in IN_LETTERS
        if ADDRESS.search(values.get(name, ""))
    }
    if "telephone" in values and not e164(values["telephone"], values.get("country", "")):
        wrong["telephone"] = InvalidValue(NO_TELEPHONE)
    if "email" in values:
        mistake = email_mistake(values["email"], [rules])
        if mistake is not None:
            wrong["email"] = InvalidValue(mistake)
    return wrong


def email_mistake(email: str, rules: Iterable[AccessRequestRules]) -> Message | None:
    """Why this is no e-mail address that all these rules allow; None if it is one."""
    domain = domain_of(email)
    if address(email) is None or '"' in email or not is_domain(domain):
        return NO_EMAIL
    return FREE_MAIL if any(one.refuses(domain) for one in rules) else None


def has_known_number(telephone: str) -> bool:
    """Whether the number lies in a range that is in use, by the list of phonenumbers."""
    return phonenumbers.is_valid_number(phonenumbers.parse(telephone))


def country_of(telephone: str) -> str | None:
    """Country code (ISO 3166-1 alpha-2) of a number; None if it has none.

    Numbers of exercise countries have none.
    """
    return phonenumbers.region_code_for_number(phonenumbers.parse(telephone))


def e164(telephone: str, country: str) -> str | None:
    """The number in E.164: + and digits; None if it cannot be a telephone number.

    Unknown numbers are accepted: new ranges are used before any list contains them. The
    desk shows if a number is unknown.
    """
    try:
        number = phonenumbers.parse(telephone, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
