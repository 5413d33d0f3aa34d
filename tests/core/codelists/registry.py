"""A registry with the record of the corrections, for tests without a site."""

import unittest
from cites.cug.core.codelists.interfaces import CORRECTIONS_RECORD, ICodeListRecords
from plone.registry import Registry
from plone.registry.fieldfactory import (
    choicePersistentFieldAdapter,
    persistentFieldAdapter,
)
from plone.registry.interfaces import IRegistry
from zope.component import getUtility, provideAdapter, provideUtility
from zope.component.testing import PlacelessSetup


class RegistryTestCase(PlacelessSetup, unittest.TestCase):
    """Starts with a registry that holds no correction."""

    def setUp(self):
        super().setUp()
        provideAdapter(persistentFieldAdapter)
        provideAdapter(choicePersistentFieldAdapter)
        registry = Registry()
        registry.registerInterface(ICodeListRecords, prefix="cites.cug.codelists")
        provideUtility(registry, IRegistry)

    def correct(self, list_name: str, *lines: str) -> None:
        """Set the corrections of a list."""
        registry = getUtility(IRegistry)
        stored = registry[CORRECTIONS_RECORD] or {}
        registry[CORRECTIONS_RECORD] = {**stored, list_name: "\n".join(lines)}
