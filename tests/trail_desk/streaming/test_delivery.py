"""The trail to a receiver: at least once, and only what the portal trusts gets it."""

import json
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.settings.streaming import check_stream
from cites.cug.core.sql.session import engine
from cites.cug.trail_desk.streaming import delivery
from cites.cug.trail_desk.streaming.claims import LEASE, renew_ids
from cites.cug.trail_desk.streaming.figures import stream_figures
from itertools import groupby
from operator import itemgetter
from tests.core.trail.tree_case import NOON
from tests.permits.outside import Authority
from tests.trail_desk.streaming.case import frames, StreamCase
from unittest.mock import patch


class DeliveryTest(StreamCase):
    def lines(self, receiver):
        return [json.loads(line) for data in receiver.got for line in data.splitlines()]

    def test_nothing_goes_anywhere_unless_it_is_configured(self):
        self.sealed(3)
        self.run_job()
        self.assertEqual([], self.rows("SELECT name FROM audit_stream"))

    def test_syslog_over_tls_and_a_file_each_as_far_as_it_takes_it(self):
        file = self.folder / "trail.jsonl"
        receiver = self.secured(stream_file=file)
        self.configure(stream=f"syslog://127.0.0.1:{receiver.port}")
        check_stream()
        receiver.drops = 1
        self.sealed(520)
        self.run_job()
        states = (
            "SELECT name, position, last_error IS NULL FROM audit_stream ORDER BY name"
        )
        self.assertEqual([("file", 520, 1), ("network", 0, 0)], self.rows(states))
        self.later(seconds=11)
        self.sealed(1, 2)
        self.run_job()
        self.assertEqual([("file", 521, 1), ("network", 521, 1)], self.rows(states))
        messages = [one for data in receiver.got for one in frames(data)]
        found = [json.loads(one[one.index("{") :]) for one in messages]
        self.assertEqual(1, len({one.pop("stream") for one in found}))
        self.assertEqual(self.file_records(file), found)
        self.assertWhole(found, 521)

    def test_a_receiver_that_is_away_gets_all_of_it_later(self):
        receiver = self.secured()
        self.configure(stream=f"json://127.0.0.1:{receiver.port}")
        receiver.drops = 2
        self.sealed(3)
        self.run_job()
        self.run_job()
        position, error, _claimed = self.stream()
        self.assertEqual((0, 1), (position, receiver.drops), "it pauses")
        self.assertIn(error, ("unreachable", "certificate"))
        with engine(records_url()).connect() as connection:
            (figures,) = stream_figures(connection)
        self.assertEqual((3, NOON), (figures.lag, figures.failing))
        self.later(seconds=11)
        self.run_job()
        self.later(seconds=31)
        self.run_job()
        self.assertWhole(self.lines(receiver), 3)
        self.assertEqual((3, None, False), self.stream())

    def test_what_was_not_confirmed_is_sent_again_and_can_be_told_from_others(self):
        receiver = self.secured()
        self.configure(stream=f"json://127.0.0.1:{receiver.port}")
        self.sealed(3)
        receiver.ends.clear()
        with patch.object(delivery, "PATIENCE", 1):
            self.run_job()
        self.assertEqual((0, "not_confirmed", False), self.stream())
        receiver.ends.set()
        self.later(seconds=LEASE.total_seconds())
        self.run_job()
        first, second = (data.splitlines() for data in receiver.got)
        self.assertEqual(first, second)
        self.assertEqual(3, len({json.loads(one).get("leaf") for one in first} - {None}))

    def test_a_receiver_whose_certificate_is_not_trusted_gets_nothing(self):
        receiver = self.secured()
        other = Authority(self.folder, "other")
        self.configure(stream=f"json://127.0.0.1:{receiver.port}")
        self.configure(stream_authorities=other.file)
        self.sealed(3)
        self.run_job()
        self.assertEqual((0, "certificate", False), self.stream())
        self.assertEqual([], receiver.got)

    def test_a_receiver_that_asks_for_the_portals_certificate(self):
        authority = Authority(self.folder, "authority")
        certificate = authority.certificate("receiver")
        receiver = self.receiver(certificate, authority.file)
        self.configure(
            stream=f"json://127.0.0.1:{receiver.port}", stream_authorities=authority.file
        )
        self.sealed(3)
        self.run_job()
        position, error, _claimed = self.stream()
        self.assertEqual((0, []), (position, receiver.got))
        self.assertIn(error, ("certificate", "not_confirmed"))
        self.configure(stream_certificate=authority.certificate("portal"))
        self.later(seconds=11)
        self.run_job()
        self.assertWhole(self.lines(receiver), 3)

    def test_without_tls_to_this_machine_alone(self):
        receiver = self.receiver()
        self.configure(stream=f"json+tcp://127.0.0.1:{receiver.port}")
        check_stream()
        self.sealed(3)
        self.run_job()
        self.assertWhole(self.lines(receiver), 3)

    def test_a_receiver_can_tell_what_comes_from_a_restored_backup(self):
        receiver = self.secured()
        self.configure(stream=f"json://127.0.0.1:{receiver.port}")
        self.sealed(5)
        self.run_job()
        with engine(records_url()).begin() as connection:
            renew_ids(connection)
        self.sealed(2, 2)
        self.run_job()
        places = [(one["stream"], one["position"]) for one in self.lines(receiver)]
        (first, before), (second, behind) = (
            (stream, [place for _stream, place in some])
            for stream, some in groupby(places, key=itemgetter(0))
        )
        self.assertNotEqual(first, second)
        # A checkpoint stands behind a leaf, at its position.
        self.assertEqual([0, 1, 2, 3, 4, 4, 5, 6], [*before, *behind])

    def test_whom_a_receiver_refuses_after_the_handshake_has_sent_nothing(self):
        """It ends the connection in all its forms, as rsyslog does."""
        receiver = self.secured()
        receiver.refuses = True
        self.configure(stream=f"json://127.0.0.1:{receiver.port}")
        self.sealed(3)
        self.run_job()
        self.assertEqual((0, "not_confirmed", False), self.stream())
