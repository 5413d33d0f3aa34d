"""The hub is asked over a real connection, and trusted in nothing."""

import threading
import time
from cites.cug.core.http_client import transport
from cites.cug.permits.permit import Permit
from cites.cug.permits.sources.epix import EpixSource
from cites.cug.permits.sources.source import Foreign, Refusal, SourceRefused
from concurrent.futures import ThreadPoolExecutor
from tests.permits.outside import Authority, Hub
from unittest.mock import patch


TOKEN = "zqtoken"


class HubCase(Hub):
    def look_up(self, number: str, token: str = "", country="XA", **service) -> Foreign:
        return EpixSource(self.service(**service)).lookup(country, number, token)

    def refusal(self, number: str, **options) -> SourceRefused:
        with self.assertRaises(SourceRefused) as caught:
            self.look_up(number, **options)
        return caught.exception

    def assertRefused(self, refusal: Refusal, number: str, **options) -> None:
        self.assertEqual(self.refusal(number, **options).refusal, refusal, number)


class TestQuestions(HubCase):
    def test_what_is_asked(self):
        with self.hub():
            self.look_up("XA 1/2 <&>", token=TOKEN)
        asked, _final = self.asked()
        self.assertEqual(
            asked,
            {
                "operation": "GetNonFinalCitesCertificate",
                "namespace": "urn:CitesDataExchange",
                "action": '"GetNonFinalCitesCertificate"',
                "path": "/api",
                "caller": None,
                "CertificateNumber": "XA 1/2 <&>",
                "TokenId": TOKEN,
                "IsoCountryCode": "XA",
            },
        )

    def test_the_final_certificate_is_preferred(self):
        with self.hub():
            for number in ("gives.1", "used.1"):
                self.assertTrue(self.look_up(number).final, number)
            for number in ("issued.1", "nonfinal.1", "tired.1"):
                self.assertFalse(self.look_up(number, patience=4.0).final, number)
        operations = [one["operation"] for one in self.asked()]
        both = ["GetNonFinalCitesCertificate", "GetFinalCitesCertificate"]
        self.assertEqual(operations, both * 5)

    def test_the_first_refusal_is_told(self):
        with self.hub():
            self.assertEqual(self.refusal("doubly.1").said, "Non-final: unknown number")

    def test_who_may_not_ask_does_not_ask_twice(self):
        with self.hub():
            for reason in ("CallerNotFound", "CalleeNotFound"):
                self.refusal(f"fault.{reason}.1")
        self.assertEqual(len(self.asked()), 2)

    def test_state(self):
        source = EpixSource(self.service())
        with self.hub():
            source.check("XA")
        (asked,) = self.asked()
        self.assertEqual(asked["operation"], "ServiceState")
        with self.assertRaises(SourceRefused) as caught:
            source.check("XA")
        self.assertEqual(caught.exception.refusal, Refusal.UNREACHABLE)


class TestAnswers(HubCase):
    def test_a_permit(self):
        with self.hub():
            found = self.look_up("gives.1")
        self.assertIsInstance(found.permit, Permit)
        self.assertEqual(found.permit.number, "gives.1")
        self.assertEqual(found.permit.country, "XA")
        self.assertEqual(found.permit.exporter.name, "Zqexporter Trading")
        self.assertEqual(found.permit.lines[0].scientific_name, "Acinonyx jubatus")
        self.assertEqual(found.unread, ())

    def test_the_country_need_not_be_named(self):
        with self.hub():
            self.assertEqual(self.look_up("country.1").permit.country, "XA")

    def test_another_permit_is_no_answer(self):
        with self.hub():
            self.assertRefused(Refusal.UNREACHABLE, "other.1")
            self.assertRefused(Refusal.UNREACHABLE, "foreign.1")

    def test_spelling_makes_no_other_permit(self):
        with self.hub():
            self.assertEqual(self.look_up("gives. 1-2").permit.number, "gives. 1-2")

    def test_what_cannot_be_read_is_left_out_and_named(self):
        with self.hub():
            found = self.look_up("odd.1")
        self.assertEqual(found.permit.purpose, "")
        self.assertEqual(found.unread, ("purpose",))

    def test_what_hangs_on_it_is_left_out_too(self):
        with self.hub():
            found = self.look_up("odder.1")
        self.assertEqual(("country", "lines[0].source"), found.unread)
        self.assertEqual("XA", found.permit.country)
        (line,) = found.permit.lines
        self.assertEqual(("", "", "LIV"), (line.source, line.second_source, line.term))

    def test_none(self):
        with self.hub():
            self.assertRefused(Refusal.MISSING, "nothing.1")

    def test_token(self):
        with self.hub():
            self.assertRefused(Refusal.MISSING, "protected.1", token="wrong")
            self.look_up("protected.1", token=TOKEN)

    def test_faults(self):
        faults = {
            "CertificateMissing": Refusal.CALLER_UNKNOWN,
            "CallerNotFound": Refusal.CALLER_UNKNOWN,
            "CalleeNotFound": Refusal.NOT_AVAILABLE,
            "AdapterNotAvailable": Refusal.NOT_AVAILABLE,
            "Something else": Refusal.REFUSED,
        }
        with self.hub():
            for reason, refusal in faults.items():
                self.assertRefused(refusal, f"fault.{reason}.1")

    def test_words_of_the_country_s_system_are_shortened(self):
        with self.hub():
            said = self.refusal("wordy.1").said
        self.assertTrue(said.startswith("<b>Ask again"))
        self.assertLessEqual(len(said), 200)


class TestBadAnswers(HubCase):
    def test_broken(self):
        numbers = ("cut.1", "drops.1", "page.1", "words.1", "moved.1", "failing.1")
        with self.hub():
            for number in numbers:
                self.assertRefused(Refusal.UNREACHABLE, number)

    def test_hostile(self):
        with self.hub():
            for number in ("laughs.1", "reads.1", "deep.1", "huge.1", "endless.1"):
                self.assertRefused(Refusal.UNREACHABLE, number)

    def test_nobody_there(self):
        self.assertRefused(Refusal.UNREACHABLE, "gives.1")

    def test_the_patience_ends(self):
        """None of these answers ever ends by itself."""
        with self.hub():
            for number in ("slow.1", "trickles.1", "heads.1"):
                self.assertRefused(Refusal.TIME_OUT, number, patience=1.0)

    def test_only_some_may_wait(self):
        with self.hub(), ThreadPoolExecutor(5) as threads:
            work = [
                threads.submit(self.refusal, f"slow.{one}", patience=4.0)
                for one in range(5)
            ]
            refusals = [one.result().refusal for one in work]
            self.assertEqual(refusals.count(Refusal.TIME_OUT), 2)
            self.assertEqual(refusals.count(Refusal.BUSY), 3)
            # The threads come free, though the hub still has not answered.
            while self.is_busy():
                time.sleep(0.05)

    def test_no_thread_is_left_or_keeps_the_process_from_ending(self):
        begun = []

        class Noted(threading.Thread):
            def start(self):
                begun.append(self)
                super().start()

        with self.hub(), patch.object(transport, "Thread", Noted):
            self.look_up("gives.1")
        self.assertTrue(begun)
        for thread in begun:
            self.assertTrue(thread.daemon)
            thread.join()

    def is_busy(self) -> bool:
        try:
            self.look_up("gives.1")
        except SourceRefused as error:
            return error.refusal == Refusal.BUSY
        return False


class TestTls(HubCase):
    def setUp(self):
        super().setUp()
        self.authority = Authority(self.folder, "authority")
        self.server = self.authority.certificate("hub")

    def test_the_portal_is_known_by_its_certificate(self):
        files = {
            "authorities": self.authority.file,
            "certificate": self.authority.certificate("portal", country="XB"),
        }
        with self.hub(self.server, self.authority.file):
            self.look_up("gives.1", scheme="https", **files)
        self.assertEqual(self.asked()[0]["caller"], "XB")

    def test_without_a_certificate(self):
        with self.hub(self.server, self.authority.file):
            self.assertRefused(
                Refusal.CALLER_UNKNOWN,
                "gives.1",
                scheme="https",
                authorities=self.authority.file,
            )

    def test_a_server_that_nobody_vouches_for(self):
        other = Authority(self.folder, "other").file
        with self.hub(self.server, self.authority.file):
            for authorities in (None, other):
                self.assertRefused(
                    Refusal.UNREACHABLE,
                    "gives.1",
                    scheme="https",
                    authorities=authorities,
                )
        self.assertEqual(self.asked(), [])

    def test_the_patience_ends_with_tls_too(self):
        files = {
            "authorities": self.authority.file,
            "certificate": self.authority.certificate("portal", country="XB"),
        }
        options = {"scheme": "https", "patience": 1.0, **files}
        with self.hub(self.server, self.authority.file):
            for number in ("slow.1", "trickles.1"):
                self.assertRefused(Refusal.TIME_OUT, number, **options)

    def test_files_that_are_not_there(self):
        self.assertRefused(
            Refusal.UNREACHABLE,
            "gives.1",
            scheme="https",
            certificate=self.folder / "nothing.pem",
        )
