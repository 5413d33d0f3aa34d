"""A permit is checked, and what it becomes or what is wrong compared."""

import unittest
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.permits.validation import read_permit


KEY = {"country": "XA", "number": "XA-1", "type": "E"}


class ValidationCase(unittest.TestCase):
    def read(self, **data):
        return read_permit(KEY | data)

    def line(self, **data):
        (line,) = self.read(lines=[{"scientific_name": "Acinonyx jubatus"} | data]).lines
        return line

    def places(self, **data):
        """Where something is wrong."""
        with self.assertRaises(InvalidValue) as caught:
            self.read(**data)
        return [mistake.place for mistake in caught.exception.mistakes]
