"""Query strings that are read by a schema: types, and what refusals say."""

import unittest
from cites.cug.core.codelists.fields import code
from cites.cug.core.codelists.vocabularies import fixed_vocabulary
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.web.restapi.query_schema import read_query
from datetime import date
from zope import schema
from zope.interface import Interface


TOO_LONG = (
    "The text is longer than {limit, plural, one {# character} other {# characters}}."
)
TOO_MANY = "Give at most {number, plural, one {# value} other {# values}}."


class IQuery(Interface):
    q = schema.TextLine(title="Words", required=False)
    kind = schema.Choice(
        title="Kind", vocabulary=fixed_vocabulary({"a": "A", "b": "B"}), required=False
    )
    country = code("Country", "country")
    unread = schema.Bool(title="Unread", required=False)
    since = schema.Date(title="Since", required=False)
    days = schema.Int(title="Days", min=1, max=30, required=False)
    species = schema.List(
        title="Species", value_type=schema.TextLine(), max_length=2, required=False
    )


class ReadQueryTest(unittest.TestCase):
    def test_each_parameter_is_read_by_its_field(self):
        for form, values in (
            ({}, {}),
            ({"q": "", "kind": "", "species": " ", "since": "", "unread": ""}, {}),
            ({"q": "two words", "b_start": "3"}, {"q": "two words"}),
            ({"kind": "b", "country": "FR"}, {"kind": "b", "country": "FR"}),
            ({"unread": "1"}, {"unread": True}),
            ({"since": "2026-01-31"}, {"since": date(2026, 1, 31)}),
            ({"days": "30"}, {"days": 30}),
            ({"species": "x"}, {"species": ("x",)}),
            ({"species": [" x ", "x"]}, {"species": ("x",)}),
        ):
            self.assertEqual(read_query(IQuery, form), values, form)

    def test_refusals_name_the_parameter_and_say_what_is_expected(self):
        for name, value, message in (
            ("q", ["x", "y"], "Give one value."),
            ("q", "x" * 201, TOO_LONG),
            ("kind", "c", "Choose one of these: ${values}."),
            ("country", "nowhere", None),
            ("unread", "perhaps", "Give 1 (yes) or 0 (no)."),
            ("since", "yesterday", None),
            ("days", "31", "Enter a number from ${low} to ${high}."),
            ("species", ["x", "y", "z"], TOO_MANY),
            ("species", [["x"]], "Give one value."),
        ):
            with self.assertRaises(InvalidValues) as refused:
                read_query(IQuery, {name: value})
            self.assertEqual(refused.exception.field, name)
            if message is not None:
                self.assertEqual(refused.exception.message.default, message)
