"""What media type an answer has, by what its reader accepts."""

import unittest
from cites.cug.web.publishing.negotiation import choose_media_type
from cites.cug.wsgi.early_answers import ACCEPTED


STIX = "application/stix+json;version=2.1"
ATOM = "application/atom+xml"
JSON = "application/json"
CSV = "text/csv"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


class ChooseTest(unittest.TestCase):
    def chosen(self, accepted, *produced):
        return choose_media_type({"HTTP_ACCEPT": accepted}, produced)

    def test_whoever_accepts_anything_gets_the_first(self):
        for accepted in ("", " ", "*/*", BROWSER, "application/*", "nonsense", ";;,"):
            self.assertEqual(STIX, self.chosen(accepted, STIX, CSV), accepted)
        self.assertEqual(JSON, choose_media_type({}, (JSON,)))

    def test_the_type_of_the_answer_itself(self):
        for accepted in (STIX, "application/stix+json", "APPLICATION/STIX+JSON"):
            self.assertEqual(STIX, self.chosen(accepted, STIX))
        self.assertIsNone(self.chosen("application/stix+json;version=2.0", STIX))

    def test_a_general_type_fits_the_special_one(self):
        self.assertEqual(STIX, self.chosen(JSON, STIX))
        for accepted in ("application/xml", "text/xml"):
            self.assertEqual(ATOM, self.chosen(accepted, ATOM))
            self.assertIsNone(self.chosen(accepted, STIX))
        self.assertIsNone(self.chosen(JSON, ATOM))

    def test_the_most_wanted_of_several(self):
        for accepted, kind in (
            (f"{JSON};q=0.5, {CSV}", CSV),
            (f"{JSON};q=0.5, {CSV};q=0.4", JSON),
            (f"{CSV}, */*;q=0.1", CSV),
            (f"{CSV}, {JSON}", JSON),
            (f"{JSON};q=0, */*", CSV),
        ):
            self.assertEqual(kind, self.chosen(accepted, JSON, CSV), accepted)

    def test_nothing_fits(self):
        for accepted in ("text/html", "image/*", f"{JSON};q=0", "text/csv, image/png"):
            self.assertIsNone(self.chosen(accepted, JSON), accepted)

    def test_other_parameters_say_nothing(self):
        for more in ("charset=utf-8", " charset=utf-8;q=0.3", 'profile="x"', "odata=a"):
            self.assertEqual(JSON, self.chosen(f"{JSON};{more}", JSON), more)

    def test_problem_details_are_of_refusals_only(self):
        for accepted in ("application/problem+json", f"application/problem+json, {CSV}"):
            self.assertEqual(CSV, self.chosen(accepted, CSV))

    def test_what_was_sent_counts(self):
        asked = {"HTTP_ACCEPT": JSON, ACCEPTED: CSV}
        self.assertEqual(CSV, choose_media_type(asked, (JSON, CSV)))
