"""The portals in Zope's root, and their versions."""

from Products.CMFCore.interfaces import ISiteRoot
from Products.GenericSetup.tool import UNKNOWN
from typing import Any


PROFILE = "cites.cug:default"
Version = tuple[int, ...]


def find_portals(app: Any) -> list[Any]:
    """The Plone sites in which the add-on is installed."""
    sites = [site for site in app.objectValues() if ISiteRoot.providedBy(site)]
    return [site for site in sites if _installed(site) != UNKNOWN]


def profile_versions(portal: Any) -> tuple[Version, Version]:
    """The version of the profile in the portal, and in the code."""
    newest = portal.portal_setup.getVersionForProfile(PROFILE)
    return _version(_installed(portal)), _version(newest)


def _installed(site: Any) -> Any:
    return site.portal_setup.getLastVersionForProfile(PROFILE)


def _version(found: Any) -> Version:
    parts = found if isinstance(found, tuple | list) else str(found).split(".")
    return tuple(int(part) for part in parts)
