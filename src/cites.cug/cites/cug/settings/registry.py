"""Settings that the site's administrator changes through the web."""

from plone.registry.interfaces import IRegistry
from typing import Any
from zope.component import queryUtility


def setting_of(schema: Any, prefix: str, name: str) -> Any:
    """As it is kept; as it is by default at Zope's root, where there is no registry."""
    default = schema[name].default
    registry = queryUtility(IRegistry)
    return default if registry is None else registry.get(f"{prefix}.{name}", default)
