"""Scans of a permit's paper."""

import transaction
from cites.cug.core.validation.errors import InvalidValue, Missing
from cites.cug.permits.actions import scans
from cites.cug.permits.actions.scans import add_scans, CHUNK_BYTES, MAX_SCANS, open_scan
from cites.cug.web.uploads.files import Upload
from io import BytesIO
from PIL import Image
from random import Random
from tests.library.samples import PDF
from tests.permits.case import RegistryCase
from tests.permits.examples import SOUND
from tests_nonnominal.files.planted_pictures import jpeg
from tests_nonnominal.files.planting import found_in
from unittest.mock import patch


SIDE = 500


def large() -> bytes:
    """A picture of noise, which holds nothing that would be taken out of it."""
    stream = BytesIO()
    noise = Random(7).randbytes(SIDE * SIDE * 3)
    Image.frombytes("RGB", (SIDE, SIDE), noise).save(stream, "PNG")
    return stream.getvalue()


class TestScans(RegistryCase):
    def setUp(self):
        self.store(SOUND)
        self.permit_id = self.found().id

    def add(self, *files):
        uploads = [Upload(name, BytesIO(content)) for name, content in files]
        added = add_scans(self.permit_id, uploads, acting_user="contact-xa")
        transaction.commit()
        return added

    def content(self, number):
        scan, pieces = open_scan(self.permit_id, number, acting_user="police-xa")
        content = b"".join(pieces)
        transaction.commit()
        return scan, content

    def refused(self, *files):
        with self.assertRaises(InvalidValue) as raised:
            self.add(*files)
        transaction.abort()
        return [mistake.place for mistake in raised.exception.mistakes]

    def test_they_come_back_whole(self):
        front = large()
        self.assertGreater(len(front), 2 * CHUNK_BYTES)
        added = self.add(("front.png", front), ("C:\\back.pdf", PDF))
        self.assertEqual(tuple(added), self.found().attachments)
        self.assertEqual((added[0], front), self.content(0))
        scan, content = self.content(1)
        self.assertEqual((added[1], added[1].size), (scan, len(content)))
        self.assertTrue(content.startswith(b"%PDF-"))
        self.assertEqual("back.pdf", added[1].filename)
        (third,) = self.add(("third.pdf", PDF))
        self.assertEqual((2, 3), (third.number, len(self.found().attachments)))

    def test_the_trail_knows_who_added_and_who_read(self):
        self.add(("front.pdf", PDF))
        self.content(0)
        ((added,), (read,)) = self.events("scan"), self.events("download")
        (scan,) = self.found().attachments
        detail = {"number": 0, "filename": "front.pdf", "size": scan.size}
        self.assertEqual(("contact-xa", detail), (added.actor, added.detail))
        self.assertEqual(self.permit_id, added.target_uid)
        self.assertEqual("application/pdf", scan.content_type)
        self.assertEqual(("police-xa", {"number": 0}), (read.actor, read.detail))
        self.assertEqual(self.permit_id, read.target_uid)

    def test_nothing_is_kept_of_what_is_refused(self):
        self.assertEqual(
            ["[1]", "[2]"],
            self.refused(("a.pdf", PDF), ("b.txt", b"text"), ("c.png", PDF)),
        )
        self.assertEqual([""], self.refused())
        self.assertEqual([""], self.refused(*[("a.pdf", PDF)] * (MAX_SCANS + 1)))
        self.assertEqual((), self.found().attachments)

    def test_their_size_is_limited_together(self):
        (first,) = self.add(("a.pdf", PDF))
        with patch.object(scans, "max_files_bytes") as most:
            most.return_value = 2 * first.size - 1
            self.assertEqual([""], self.refused(("b.pdf", PDF)))
            most.return_value = 2 * first.size
            self.add(("b.pdf", PDF))
        self.assertEqual(2, len(self.found().attachments))

    def test_so_is_their_number_together(self):
        with patch.object(scans, "MAX_SCANS", 3):
            self.add(("a.pdf", PDF), ("b.pdf", PDF))
            self.assertEqual([""], self.refused(("c.pdf", PDF), ("d.pdf", PDF)))
            (third,) = self.add(("c.pdf", PDF))
            self.assertEqual([""], self.refused(("d.pdf", PDF)))
        kept = self.found().attachments
        self.assertEqual([0, 1, 2], [scan.number for scan in kept])
        self.assertEqual(third, kept[-1])

    def test_they_are_cleaned(self):
        self.add(("front.jpg", jpeg()))
        _scan, content = self.content(0)
        self.assertEqual(set(), found_in(content))

    def test_what_is_not_there(self):
        self.add(("front.pdf", PDF))
        for permit_id, number in ((self.permit_id, 1), ("0" * 32, 0)):
            with self.assertRaises(Missing):
                open_scan(permit_id, number, acting_user="police-xa")
        with self.assertRaises(Missing):
            add_scans("0" * 32, [], acting_user="contact-xa")
        self.assertEqual([], self.events("download"))
