"""Tables to be read."""

import unittest
from cites.cug.permits.formats.raw_permit import UnreadableFile
from cites.cug.permits.formats.reading import read_permits
from io import BytesIO


class TableCase(unittest.TestCase):
    def read(self, text, name="permits.csv"):
        data = text if isinstance(text, bytes) else text.encode()
        return [found.permit for found in read_permits(BytesIO(data), name)]

    def fault(self, text, name="permits.csv"):
        with self.assertRaises(UnreadableFile) as caught:
            self.read(text, name)
        (fault,) = caught.exception.faults
        return fault
