"""Who keeps which permits: contact points those of their country, the Secretariat all."""

from cites.cug import _
from cites.cug.access.guard import caller, may
from cites.cug.access.policy import Permission
from cites.cug.permits.interfaces import ICountriesOf
from dataclasses import dataclass
from typing import Any
from zExceptions import Unauthorized
from zope.component import getUtility


FOREIGN = _("permits_managers_send_permits_own_country_text")


@dataclass(frozen=True)
class PermitManager:
    """The countries whose permits the caller may change, under one permission."""

    all_countries: bool
    countries: frozenset[str] = frozenset()

    def keeps(self, country: str) -> bool:
        return self.all_countries or country in self.countries

    def require(self, country: str) -> None:
        """Raise Unauthorized if the caller may not change permits of this country."""
        if not self.keeps(country):
            raise Unauthorized(country)


def permit_manager(permission: Permission, portal: Any) -> PermitManager:
    """The countries for which the caller has this permission; none without it."""
    if not may(permission, portal):
        return PermitManager(False)
    if may(Permission.KEEP_ALL_PERMITS, portal):
        return PermitManager(True)
    return PermitManager(False, frozenset(getUtility(ICountriesOf)(caller())))
