"""The daily checkpoint goes to those who keep it elsewhere."""

import tempfile
import transaction
import unittest
from App.config import getConfiguration
from cites.cug.core.sql.session import session
from cites.cug.core.trail.notes import verifier_keys
from cites.cug.core.trail.trail import record
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.mailing.models import Notice
from cites.cug.membership.actions import change_member
from cites.cug.trail_desk.jobs import SealEvents, tell_checkpoint
from cites.cug.trail_desk.witnesses import (
    append_to_file,
    CheckpointNotices,
    KIND,
    newest_checkpoint,
    tell_contact_points,
)
from datetime import datetime, timedelta, UTC
from pathlib import Path
from sqlalchemy import select
from tests.core.trail.tree_case import verify


DAY = timedelta(days=1)


class WitnessesTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        self.group = self.layer["portal"]["cheetahs"]
        folder = tempfile.TemporaryDirectory(prefix="cug-witness-")
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "checkpoints"
        settings = getConfiguration().product_config["cites.cug"]
        settings["trail-checkpoints"] = str(self.file)
        self.addCleanup(settings.pop, "trail-checkpoints")
        self.grow()

    def grow(self):
        record("test.one", target=self.group, acting_user="customs-xa")
        transaction.commit()
        while SealEvents().run():
            pass
        self.note, tree = newest_checkpoint()
        self.now = tree.time
        return tree.size

    def notices(self):
        transaction.abort()
        query = select(Notice).where(Notice.kind == KIND).order_by(Notice.id)
        return list(session().scalars(query))

    def tell(self, now):
        number = tell_contact_points(now)
        transaction.commit()
        return number

    def wrong(self, *texts):
        verifier = verify.Verifier(verifier_keys())
        for number, text in enumerate(texts):
            verifier.file(str(number), text)
        self.assertTrue(verifier.roots or verifier.wrong)
        return verifier.wrong

    def test_contact_points_are_told_once_a_day(self):
        change_member(
            self.group, "customs-xb", contact_point=True, acting_user="secretariat"
        )
        transaction.commit()
        self.assertEqual(2, self.tell(self.now))
        told = [(one.user_id, one.group_uid) for one in self.notices()]
        uid = self.group.UID()
        self.assertEqual([("contact-xa", uid), ("customs-xb", uid)], told)
        self.assertEqual(0, self.tell(self.now))
        self.grow()
        self.assertEqual(0, self.tell(self.now))
        self.assertEqual(2, self.tell(self.now + DAY))
        # The same checkpoint is not told again.
        self.assertEqual(0, self.tell(self.now + 2 * DAY))

    def test_the_letter_can_be_checked_as_it_is(self):
        self.tell(self.now)
        (notice,) = self.notices()
        kind = CheckpointNotices()
        self.assertTrue(kind.wanted(notice, self.group))
        letter = "\n".join(kind.lines([notice], self.group, "fr"))
        self.assertIn("Point de contrôle", letter)
        self.assertEqual([], self.wrong(f"{letter}\n\n-- \nfoot"))
        root = self.note.splitlines()[2]
        forged = letter.replace(root, f"AA{root[2:]}")
        self.assertIn("signed by none of the keys", self.wrong(forged)[0][1])

    def test_the_operators_file_grows_once_a_day(self):
        self.assertTrue(append_to_file(self.now))
        self.assertFalse(append_to_file(self.now))
        self.assertEqual(f"{self.note}\n", self.file.read_text(encoding="utf-8"))
        self.assertFalse(append_to_file(self.now + DAY), "nothing new")
        first = self.note
        self.grow()
        self.assertTrue(append_to_file(self.now + DAY))
        text = self.file.read_text(encoding="utf-8")
        self.assertEqual(f"{first}\n{self.note}\n", text)
        verifier = verify.Verifier(verifier_keys())
        verifier.file("", text)
        self.assertEqual(([], 2), (verifier.wrong, len(verifier.roots)))
        size = first.splitlines()[1]
        changed = text.replace(f"\n{size}\n", f"\n{size}x\n", 1)
        self.assertIn("without its checkpoint", self.wrong(changed)[0][1])

    def test_a_file_that_was_cut_off_is_gone_on_with(self):
        append_to_file(self.now)
        whole = self.file.read_bytes()
        for length in (-40, 40, 10):
            self.file.write_bytes(whole[:length])
            self.assertTrue(append_to_file(self.now))
            self.assertFalse(append_to_file(self.now))
            text = self.file.read_text(encoding="utf-8")
            self.assertTrue(text.endswith(f"\n\n{whole.decode()}"))
        self.assertEqual([], self.wrong(text))

    def test_what_cannot_be_written_is_told(self):
        settings = getConfiguration().product_config["cites.cug"]
        settings["trail-checkpoints"] = str(self.file.parent / "missing" / "file")
        with self.assertRaises(OSError):
            tell_checkpoint(datetime.now(UTC))
        # The contact points are told all the same, and what does not work is tried again.
        self.assertEqual(1, len(self.notices()))
        settings["trail-checkpoints"] = str(self.file)
        tell_checkpoint(datetime.now(UTC))
        self.assertTrue(self.file.exists())

    def test_without_a_checkpoint_nobody_is_told(self):
        settings = getConfiguration().product_config["cites.cug"]
        settings["trail-checkpoints"] = ""
        self.assertFalse(append_to_file(self.now))
