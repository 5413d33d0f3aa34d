"""The portals in Zope's root, and the versions that they are of."""

from Products.CMFCore.interfaces import ISiteRoot
from Products.GenericSetup.tool import UNKNOWN
from typing import Any


PROFILE = "cites.cug:default"
Version = tuple[int, ...]


def find_portals(app: Any) -> list[Any]:
    """The sites that have the add-on."""
    sites = [site for site in app.objectValues() if ISiteRoot.providedBy(site)]
    return [site for site in sites if _installed(site) != UNKNOWN]


def profile_versions(portal: Any) -> tuple[Version, Version]:
    """That of the portal, and that of the code."""
    newest = portal.portal_setup.getVersionForProfile(PROFILE)
    return _version(_installed(portal)), _version(newest)


def _installed(site: Any) -> Any:
    return site.portal_setup.getLastVersionForProfile(PROFILE)


def _version(found: Any) -> Version:
    parts = found if isinstance(found, tuple | list) else str(found).split(".")
    return tuple(int(part) for part in parts)
