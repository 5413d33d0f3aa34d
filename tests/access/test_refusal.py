"""Answers to requests that are not carried out."""

from tests.library.http import HttpTestCase


class UnreadableTest(HttpTestCase):
    def test_what_cannot_be_read_is_a_bad_request(self):
        answer = self.browse("GET", f"{self.library}?b_size:int=many", user=None)
        self.assertEqual(answer.status_code, 400)
        self.assertEqual(answer.text, "The request is malformed.")

    def test_an_error_on_the_way_is_no_bad_request(self):
        answer = self.browse("GET", f"{self.library}/++add++", user=None)
        self.assertNotEqual(answer.status_code, 400)
