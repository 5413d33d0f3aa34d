"""Uploads in pieces, as they are kept on disk."""

import os
import time
import unittest
from cites.cug.core.validation.errors import Refusal
from cites.cug.web.uploads import unfinished
from datetime import datetime, UTC
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from unittest.mock import patch


KEY = "0" * 32


class UnfinishedTest(unittest.TestCase):
    def setUp(self):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        named = patch.dict(os.environ, {"TUS_TMP_FILE_DIR": folder.name})
        named.start()
        self.addCleanup(named.stop)

    def begin(self, key=KEY, user="a", length=4):
        unfinished.begin_upload(user, key, {"length": length})
        return unfinished.find_upload(user, key)

    def test_it_is_whole_once_all_has_come(self):
        upload = self.begin()
        upload.append(BytesIO(b"ab"), 0, 2)
        self.assertFalse(upload.is_whole)
        again = unfinished.find_upload("a", KEY)
        again.append(BytesIO(b"cd"), 2, 2)
        self.assertTrue(again.is_whole)
        again.append(BytesIO(b"cd"), 2, 2)
        with again.open() as file:
            self.assertEqual(file.read(), b"abcd")

    def test_the_same_key_of_another_member_is_another_upload(self):
        self.begin()
        self.assertIsNone(unfinished.find_upload("b", KEY))
        self.begin(user="b").append(BytesIO(b"abcd"), 0, 4)
        self.assertEqual(unfinished.find_upload("a", KEY).offset(), 0)

    def test_nothing_else_is_a_key(self):
        self.begin()
        for key in ("", "../" + KEY, KEY + ".json", "\0", "0" * 5000, KEY.upper() + "F"):
            self.assertIsNone(unfinished.find_upload("a", key), key)

    def test_one_request_at_a_time_writes(self):
        upload = self.begin()
        with upload.held(), self.assertRaises(Refusal) as refused, upload.held():
            pass
        self.assertEqual(refused.exception.kind.status, 423)
        upload.cleanup()
        with self.assertRaises(FileNotFoundError), upload.held():
            pass

    def test_one_that_ended_while_a_request_came_is_not_written_to(self):
        upload, lock = self.begin(), unfinished.fcntl.flock

        def ended_meanwhile(descriptor, how):
            upload.cleanup()
            lock(descriptor, how)

        with (
            patch.object(unfinished.fcntl, "flock", ended_meanwhile),
            self.assertRaises(FileNotFoundError),
            upload.held(),
        ):
            upload.append(BytesIO(b"abcd"), 0, 4)
        self.assertEqual([*self.folder.iterdir()], [])

    def test_it_is_given_up_once_nobody_writes_to_it(self):
        upload, gone = self.begin(), Thread(target=self.begin("1" * 32).give_up)
        with upload.held():
            giving_up = Thread(target=upload.give_up)
            giving_up.start()
            gone.start()
            gone.join()
            self.assertTrue(upload.is_there)
        giving_up.join()
        self.assertEqual([*self.folder.iterdir()], [])
        upload.give_up()

    def test_of_others_that_end_meanwhile_nothing_is_missing(self):
        other = self.begin(user="b")

        def ended(upload):
            other.cleanup()
            raise FileNotFoundError(upload.filepath)

        with patch.object(unfinished.UnfinishedUpload, "offset", ended):
            unfinished.begin_upload("a", KEY, {"length": 4})
        self.assertEqual(unfinished.find_upload("a", KEY).length(), 4)

    def test_what_others_still_have_to_send_needs_room_too(self):
        self.begin(user="b", length=10)
        with (
            patch.object(unfinished, "least_free", lambda: 0),
            patch.object(unfinished, "disk_of") as disk,
            self.assertRaises(unfinished.NoSpaceLeft),
        ):
            disk.return_value.free = 12
            self.begin()

    def test_the_clock_deletes_what_has_not_gone_on_for_a_day(self):
        old, new = self.begin(), self.begin("1" * 32)
        before = time.time() - unfinished.KEPT_SECONDS - 10
        alone = self.folder / "tus_upload_left.json"
        alone.write_text("{}")
        for path in (old.filepath, new.metadata_path, alone):
            os.utime(path, (before, before))
        for _time in range(2):
            unfinished.forget_old(datetime.now(UTC))
        self.assertEqual(
            {path.name for path in self.folder.iterdir()},
            {Path(new.filepath).name, Path(new.metadata_path).name},
        )
