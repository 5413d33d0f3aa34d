"""The seven fields of the notification and the category asked for, checked."""

import phonenumbers
from cites.cug import _
from cites.cug.access.roles import Category
from cites.cug.codelists.lists import codes
from cites.cug.mailing.letter import address
from cites.cug.membership.access_requests.mail_domains import domain_of
from cites.cug.membership.access_requests.mail_domains import is_domain
from cites.cug.membership.access_requests.settings import AccessRequestRules
from cites.cug.membership.access_requests.text_fields import Mistakes
from cites.cug.membership.access_requests.text_fields import one_line
from cites.cug.membership.access_requests.text_fields import too_long
from cites.cug.validation.errors import REQUIRED
from collections.abc import Mapping
from typing import NamedTuple
from zope.i18nmessageid import Message


class Application(NamedTuple):
    """Who asks for access, as it is kept."""

    country: str
    last_name: str
    first_name: str
    organisation: str
    function: str
    telephone: str
    email: str
    category: str


FIELDS = Application._fields
LONGEST = {"last_name": 100, "first_name": 100}
LONGEST_OTHERS = 200
#: The Secretariat appoints its own.
CATEGORIES = (Category.CUSTOMS, Category.POLICE, Category.WILDLIFE, Category.IGO)
#: The list of countries ends with the high seas, where nobody has an office.
NO_OFFICE = frozenset({"ZZ"})

NO_COUNTRY = _("Choose a country from the list.")
NO_CATEGORY = _("Choose a category.")
NO_TELEPHONE = _("This is not a telephone number. Begin with + and the country code.")
NO_EMAIL = _("This is not an e-mail address.")
FREE_MAIL = _("Give the address of your office, not one of a service open to anybody.")


class InvalidApplication(ValueError):
    """All that is wrong, at once."""

    def __init__(self, mistakes: Mistakes):
        super().__init__(mistakes)
        self.mistakes = mistakes


def validate_application(
    values: Mapping[str, object], rules: AccessRequestRules
) -> Application:
    """What was handed in as it is kept; raises InvalidApplication."""
    given = {field: one_line(values.get(field)) for field in FIELDS}
    mistakes: Mistakes = []
    for field, value in given.items():
        message = _plainly_wrong(field, value)
        if message is not None:
            mistakes.append((field, message))
    wrong = {field for field, _message in mistakes}
    for field, message in _wrong_in_itself(given, rules):
        if field not in wrong:
            mistakes.append((field, message))
    if mistakes:
        raise InvalidApplication(mistakes)
    given["country"] = given["country"].upper()
    given["telephone"] = e164(given["telephone"], given["country"]) or ""
    given["email"] = given["email"].lower()
    return Application(**given)


def countries() -> list[str]:
    """Codes of countries that an office can be in."""
    return [code for code in codes("country") if code not in NO_OFFICE]


def has_known_number(telephone: str) -> bool:
    """Whether numbers like this one are known to be in use."""
    return phonenumbers.is_valid_number(phonenumbers.parse(telephone))


def country_of(telephone: str) -> str | None:
    """The country of a number; None for numbers of none, and of exercise countries."""
    return phonenumbers.region_code_for_number(phonenumbers.parse(telephone))


def _plainly_wrong(field: str, value: str) -> Message | None:
    if not value:
        return REQUIRED
    limit = LONGEST.get(field, LONGEST_OTHERS)
    return too_long(limit) if len(value) > limit else None


def _wrong_in_itself(given: Mapping[str, str], rules: AccessRequestRules) -> Mistakes:
    mistakes: Mistakes = []
    if given["country"].upper() not in countries():
        mistakes.append(("country", NO_COUNTRY))
    if given["category"] not in CATEGORIES:
        mistakes.append(("category", NO_CATEGORY))
    if e164(given["telephone"], given["country"].upper()) is None:
        mistakes.append(("telephone", NO_TELEPHONE))
    domain = domain_of(given["email"])
    if address(given["email"]) is None or '"' in given["email"] or not is_domain(domain):
        mistakes.append(("email", NO_EMAIL))
    elif rules.refuses(domain):
        mistakes.append(("email", FREE_MAIL))
    return mistakes


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
