"""Which report is asked for: of whose country, and of which year."""

from cites.cug import _
from cites.cug.access.guard import caller, may
from cites.cug.access.policy import Permission
from cites.cug.core.codelists.lists import titles
from cites.cug.core.validation.errors import FORBIDDEN, invalid, Refusal, unknown_code
from cites.cug.core.validation.query_parameters import number, word
from cites.cug.web.layout.times import reader_today
from collections.abc import Mapping
from collective.workspace.interfaces import IWorkspace
from typing import Any, NamedTuple


PARAMETERS = ("country", "year")
#: CITES came into force.
FIRST_YEAR = 1975
NOT_YOURS = _("exchange_query_parameters_national_contact_point_makes_text")
NO_COUNTRY = _("exchange_query_parameters_give_code_country_reports_text")


class Asked(NamedTuple):
    country: str
    year: int


def own_country(group: Any) -> str | None:
    """The country that the caller acts for; None for the Secretariat."""
    if may(Permission.PUBLISH, group):
        return None
    entry = IWorkspace(group).members.get(caller()) or {}
    return entry.get("country") or None


def read_asked(form: Mapping[str, Any], group: Any) -> Asked:
    """The country, the caller's own if none is named, and the year, by default the last.

    Raises InvalidValues, and Refusal for another country than the caller's.
    """
    this_year = reader_today().year
    year = number(form, "year", this_year - 1, FIRST_YEAR, this_year)
    own = own_country(group)
    country = word(form, "country") if form.get("country", "") != "" else own
    if not country:
        raise invalid("country", NO_COUNTRY)
    if country not in titles("country", "en"):
        raise invalid("country", unknown_code(country).doc())
    if own is not None and country != own:
        raise Refusal(NOT_YOURS, FORBIDDEN)
    return Asked(country, year)
