"""Each check finds what it is for, and nothing where all is well."""

import unittest
from App.config import getConfiguration
from cites.cug.core.encryption.keys import KeyTrouble
from cites.cug.core.jobs.job_status import HANGS, JobStatus
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import autonomous_transaction, read_connection
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.mailing.models import Notice, NoticeState
from cites.cug.operations import readiness
from cites.cug.operations.browser.monitoring import write_figures
from cites.cug.operations.readiness import (
    check_content,
    check_disk,
    check_jobs,
    check_keys,
    check_mails,
    check_schema,
    check_streams,
    check_transactions,
    check_upkeep,
    examine_process,
)
from cites.cug.operations.stores import Stores
from cites.cug.operations.upkeep import BACKUP, KINDS, note_done, VERIFY
from cites.cug.trail_desk.streaming.claims import STREAM
from cites.cug.web.publishing.free_space import Disk
from dataclasses import replace
from datetime import datetime, timedelta, UTC
from pathlib import Path
from sqlalchemy import delete, insert, make_url
from unittest.mock import Mock, patch


NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
MB = 2**20
JOB = JobStatus("cites.cug.some", every=10, deadline=20, since=1000.0)


def queue(**values):
    notice = {
        "kind": "tests.parcel",
        "reference": "x",
        "user_id": "customs-xa",
        "group_uid": "0" * 32,
        "created": NOON,
        "due": NOON,
        "state": NoticeState.PENDING.value,
        **values,
    }
    with autonomous_transaction() as connection:
        connection.execute(insert(Notice.__table__).values(**notice))


class ReadinessTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        self.stores = Stores(make_url(records_url()), None, None, Path("missing"))

    def test_a_stream_of_the_trail_that_stands_still(self):
        def told(error, minutes):
            failing = NOON - timedelta(minutes=minutes)
            with autonomous_transaction() as connection:
                connection.execute(delete(STREAM))
                values = {"position": 0, "is_set": False, "due": NOON, "attempts": 1}
                values |= {"name": "file", "last_error": error, "failing": failing}
                connection.execute(insert(STREAM).values(values))
            return list(check_streams(read_connection, NOON))

        self.assertEqual([], told("unwritable", 20), "it is not configured")
        settings = getConfiguration().product_config["cites.cug"]
        with patch.dict(settings, {"trail-stream-file": "/some/file"}):
            self.assertEqual([], told("unwritable", 5))
            (trouble,) = told("unwritable", 20)
            self.assertEqual("trail-stream file", trouble.place)
            self.assertFalse(trouble.stops)
            self.assertIn("(unwritable)", trouble.in_words())
            (trouble,) = told("ahead", 0)
            self.assertIn("trail-stream --from", trouble.in_words())
            figures = write_figures([], [trouble]).decode()
        self.assertRegex(figures, r'cug_trail_stream_waiting{stream="file"} [0-9]+\.0')
        self.assertIn('cug_trail_stream_failing_seconds{stream="file"}', figures)

    def places(self, found):
        return [trouble.place for trouble in found]

    def test_all_is_well(self):
        found = examine_process(self.layer["portal"], [JOB._replace(since=2e10)])
        self.assertEqual([], [one for one in found if one.stops])

    def test_content_that_cannot_be_read(self):
        portal = Mock()
        portal._p_jar.db().storage.loadBefore.side_effect = OSError("zqsecret")
        (trouble,) = check_content(portal)
        self.assertEqual("content", trouble.place)
        self.assertIn("OSError", trouble.in_words())
        self.assertNotIn("zqsecret", trouble.in_words())

    def test_keys_that_are_missing(self):
        with patch.object(readiness, "keyring", side_effect=KeyTrouble("no file")):
            (trouble,) = check_keys()
        self.assertIn("no file", trouble.in_words())

    def test_records_of_another_version_or_away(self):
        self.assertEqual([], list(check_schema(read_connection)))
        known = ("1001", frozenset({"1000", "1001"}))
        with patch("cites.cug.core.sql.schema.revisions", return_value=known):
            (older,) = check_schema(read_connection)
        self.assertIn("bin/cug upgrade", older.in_words())
        (away,) = check_schema(Mock(side_effect=OSError("zqsecret")))
        self.assertIn("OSError", away.in_words())
        self.assertNotIn("zqsecret", away.in_words())

    def test_open_transactions_are_asked_of_postgresql_alone(self):
        self.assertEqual([], list(check_transactions(read_connection)))
        self.assertEqual([], list(check_transactions(Mock(side_effect=OSError))))

    def test_a_disk_that_fills(self):
        self.assertEqual([], list(check_disk(Disk(2**40, 10**15))))
        (warning,) = check_disk(Disk(2**40, 1000 * MB))
        self.assertEqual((False, "disk"), (warning.stops, warning.place))
        (full,) = check_disk(Disk(2**40, 100 * MB))
        self.assertTrue(full.stops)
        self.assertIn("100 MB", full.in_words())

    def test_mails_that_wait_for_the_server(self):
        later = NOON + timedelta(minutes=61)
        self.assertEqual([], list(check_mails(read_connection, later)))
        queue(due=NOON + timedelta(minutes=30))
        self.assertEqual([], list(check_mails(read_connection, later)))
        queue()
        (trouble,) = check_mails(read_connection, later)
        self.assertIn("61 minutes", trouble.in_words())

    def test_a_mail_that_a_mailbox_defers_is_no_fault_of_the_server(self):
        later = NOON + timedelta(hours=5)
        tried = {"attempts": 3, "first_tried": NOON, "due": NOON + timedelta(hours=9)}
        queue(**tried, last_error="451 4.3.0 Try again later")
        self.assertEqual([], list(check_mails(read_connection, later)))
        queue(**tried, last_error="silent")
        self.assertEqual(["mail"], self.places(check_mails(read_connection, later)))

    def upkeep(self, days):
        with patch.object(readiness, "is_production", lambda: True):
            return list(
                check_upkeep(read_connection, datetime.now(UTC) + timedelta(days=days))
            )

    def test_a_new_portal_has_time_for_its_first_backup(self):
        note_done(self.stores, "tests.first")
        self.assertEqual([], self.upkeep(days=2))
        self.assertEqual(["operations.backup"], self.places(self.upkeep(days=4)))
        self.assertEqual(3, len(self.upkeep(days=16)))

    def test_backups_and_verifications_count_from_the_last(self):
        for kind in KINDS:
            note_done(self.stores, kind.action)
        self.assertEqual([], self.upkeep(days=2))
        (late,) = self.upkeep(days=4)
        self.assertIn("for 4 days. Run bin/cug backup FOLDER", late.in_words())
        self.assertFalse(late.stops)

    def test_a_backup_that_others_can_read_is_told(self):
        note_done(self.stores, BACKUP, encrypted=True, keys_apart=True)
        self.assertEqual([], self.upkeep(days=0))
        note_done(self.stores, BACKUP, encrypted=False, keys_apart=False)
        clear, beside = self.upkeep(days=0)
        self.assertIn("backup-recipient", clear.in_words())
        self.assertIn("on one disk", beside.in_words())
        self.assertFalse(clear.stops or beside.stops)

    def test_a_verification_with_faults_is_told_until_one_without(self):
        note_done(self.stores, VERIFY, faults=2)
        (faulty,) = self.upkeep(days=0)
        self.assertIn("found faults", faulty.in_words())
        note_done(self.stores, VERIFY)
        self.assertEqual([], self.upkeep(days=0))

    def test_where_nothing_can_be_noted_nothing_fails(self):
        missing = replace(self.stores, records=make_url("sqlite:///missing/records"))
        note_done(missing, VERIFY)
        self.assertEqual([], list(check_upkeep(read_connection, datetime.now(UTC))))

    def test_jobs_that_are_late_or_hang(self):
        now = 1100.0
        well = JOB._replace(succeeded=now)
        hanging = well._replace(name="cites.cug.hangs", failures=1, error=HANGS)
        late = JOB._replace(name="cites.cug.late", error="ValueError")
        found = list(check_jobs([well, hanging, late], now))
        self.assertEqual(
            ["job cites.cug.hangs", "job cites.cug.late"], self.places(found)
        )
        self.assertIn("ValueError", found[1].in_words())

    def test_in_three_languages(self):
        (trouble,) = check_disk(Disk(2**40, 100 * MB))
        said = {trouble.in_words(language) for language in ("en", "fr", "es")}
        self.assertEqual(3, len(said))
