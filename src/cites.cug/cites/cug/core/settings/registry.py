"""Settings that the site's administrator changes through the web."""

from plone.registry.interfaces import IRegistry
from typing import Any
from zope.component import queryUtility


def setting_of(schema: Any, prefix: str, name: str) -> Any:
    """The value of a setting; its default at Zope's root, which has no registry."""
    default = schema[name].default
    registry = queryUtility(IRegistry)
    return default if registry is None else registry.get(f"{prefix}.{name}", default)
