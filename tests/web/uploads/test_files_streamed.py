"""Files go through the portal in pieces: none is held in memory as a whole."""

import time
import tracemalloc
import unittest
from cites.cug.core.programs.workers import file_from_worker
from cites.cug.web.uploads.files import (
    accept_upload,
    DOCUMENT_TYPES,
    TemporaryFileStorage,
)
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from tests.core.programs import work
from ZODB.blob import Blob


MEGABYTE = 2**20
LINE = b"EXERCISE: five cubs in a crate, behind the load.\n"
WHOLE = LINE * (8 * MEGABYTE // len(LINE))


class StreamedFilesTest(unittest.TestCase):
    def test_a_file_is_taken_and_stored_in_pieces(self):
        with TemporaryFile() as handed_in:
            handed_in.write(WHOLE)
            tracemalloc.start()
            self.addCleanup(tracemalloc.stop)
            taken = accept_upload(handed_in, "cubs.txt", DOCUMENT_TYPES)
            size, blob = taken.size, Blob()
            TemporaryFileStorage().store(taken.stream, blob)
            total = sum(map(len, taken.pieces(MEGABYTE // 4)))
            _now, most = tracemalloc.get_traced_memory()
        self.assertEqual((size, total), (len(WHOLE), len(WHOLE)))
        with blob.open("r") as stored:
            self.assertEqual(stored.read(), WHOLE)
        self.assertLess(most, 2 * MEGABYTE)

    def test_what_a_worker_leaves_behind_cannot_change_its_answer(self):
        folder = self.enterContext(TemporaryDirectory())
        when = Path(folder) / "now"
        bounds = {"seconds": 30, "most_bytes": MEGABYTE}
        _told, answer = file_from_worker(
            work.leave_one_that_writes, BytesIO(LINE), **bounds, when=str(when)
        )
        with answer:
            when.mkdir()
            while when.exists():
                time.sleep(0.01)
            self.assertEqual(answer.read(), LINE)
