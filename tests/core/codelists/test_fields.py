"""Fields that take codes of a list."""

import unittest
from cites.cug.core.codelists.fields import (
    code,
    codes,
    HandlingCode,
    IHandlingCode,
    list_name_of,
)
from zope.schema import Choice


class FieldsTest(unittest.TestCase):
    def test_a_field_knows_its_list(self):
        self.assertEqual(list_name_of(code("Sex", "sex")), "sex")
        self.assertEqual(list_name_of(codes("Parts", "term").value_type), "term")
        self.assertIsNone(list_name_of(Choice(values=("a", "b"))))
        self.assertIsNone(list_name_of(Choice(vocabulary="plone.app.vocabularies.Users")))

    def test_several_codes_begin_with_none_and_each_counts_once(self):
        field = codes("Parts", "term")
        self.assertEqual(field.default, [])
        self.assertTrue(field.unique)
        self.assertFalse(field.required)

    def test_a_handling_code_is_always_there(self):
        field = HandlingCode()
        self.assertTrue(IHandlingCode.providedBy(field))
        self.assertTrue(field.required)
        self.assertEqual(list_name_of(field), "handling")
