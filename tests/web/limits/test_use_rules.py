"""The numbers and names of the limits are those of the settings."""

import unittest
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.web.limits.interfaces import ILimitSettings
from cites.cug.web.limits.use import Limit, number_of, open_reports, PREFIX, title_of
from plone import api


class RulesTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def test_each_is_a_setting_with_its_title(self):
        for limit in Limit:
            setting = ILimitSettings[limit.value]
            self.assertEqual(setting.default, number_of(limit))
            self.assertEqual(setting.title, title_of(limit))
            api.portal.set_registry_record(f"{PREFIX}.{limit.value}", 7)
            self.assertEqual(7, number_of(limit))

    def test_so_is_how_many_reports_of_a_member_hide_something(self):
        self.assertEqual(ILimitSettings["open_reports"].default, open_reports())
        api.portal.set_registry_record(f"{PREFIX}.open_reports", 1)
        self.assertEqual(1, open_reports())
