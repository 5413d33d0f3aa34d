"""Refusals before the portal: for programs and for readers, in their language."""

import json
import re
import unittest
from cites.cug.wsgi import early_answers
from cites.cug.wsgi.early_answers import (
    early_answer,
    preferred_language,
    Trouble,
    without_problem,
)
from cites.cug.wsgi.request_checks import RequestRefused
from cites.cug.wsgi.request_id import request_id
from http import HTTPStatus
from types import SimpleNamespace
from unittest.mock import patch


JSON = "application/json"
PROBLEM = "application/problem+json"


def catalogues(*languages):
    """As if the portal had these."""
    domain = SimpleNamespace(getCatalogsInfo=lambda: dict.fromkeys(languages))
    return patch.object(early_answers, "queryUtility", lambda *_args: domain)


class EarlyAnswerTest(unittest.TestCase):
    def answer(self, message="x", **environ):
        refusal = RequestRefused(HTTPStatus.MISDIRECTED_REQUEST, message)
        return early_answer(environ, refusal.status, refusal.message)

    def test_programs_get_the_shape_of_all_errors(self):
        for environ in (
            {"HTTP_ACCEPT": JSON},
            {"HTTP_ACCEPT": "text/html, application/json;q=0.9"},
            {"REQUEST_METHOD": "PATCH"},
            {"REQUEST_METHOD": "DELETE", "HTTP_ACCEPT": "text/html"},
            {"PATH_INFO": "/portal/++api++/cheetahs"},
            {"PATH_INFO": "/portal/cheetahs/@members/zq", "HTTP_ACCEPT": "text/html"},
        ):
            kind, body = self.answer(**environ)
            self.assertEqual(JSON, kind, environ)
            expected = {"type": "MisdirectedRequest", "message": "x", "errors": []}
            self.assertEqual(expected, json.loads(body), environ)

    def test_a_failure_of_ours_can_be_named(self):
        ours = HTTPStatus.INTERNAL_SERVER_ERROR
        for environ in ({"HTTP_ACCEPT": JSON}, {"HTTP_ACCEPT": PROBLEM}):
            _kind, body = early_answer(environ, ours, "x")
            self.assertEqual(request_id(environ), json.loads(body)["request_id"])
            self.assertNotIn("request_id", self.answer(**environ)[1])
        environ = {}
        _kind, body = early_answer(environ, ours, "x")
        self.assertEqual(f"x\nReference: {request_id(environ)}", body)

    def test_a_trouble_is_called_as_programs_read_it(self):
        trouble = Trouble(HTTPStatus.SERVICE_UNAVAILABLE, "x", 1)
        self.assertEqual("ServiceUnavailable", trouble.kind)

    def test_problem_details_for_who_accepts_them(self):
        for accepted in (PROBLEM, f"text/html, {PROBLEM};q=0.5"):
            kind, body = self.answer(HTTP_ACCEPT=accepted)
            self.assertEqual(PROBLEM, kind)
            expected = {"type": "about:blank", "title": "Misdirected Request"}
            expected |= {"status": 421, "detail": "x", "errors": []}
            expected["kind"] = "MisdirectedRequest"
            self.assertEqual(expected, json.loads(body))

    def test_what_is_accepted_beside_problem_details(self):
        for accepted, other in (
            (PROBLEM, JSON),
            (f"{PROBLEM}, */*;q=0.1", JSON),
            (f"{JSON}, {PROBLEM}", JSON),
            (f", {PROBLEM}", JSON),
            (f"{PROBLEM}, text/csv", "text/csv"),
        ):
            self.assertEqual(other, without_problem({"HTTP_ACCEPT": accepted}))

    def test_readers_get_text(self):
        paths = ("/x++api++", "/portal/@@ok", "/portal/x@y")
        readers = [{"HTTP_ACCEPT": "text/html", "PATH_INFO": path} for path in paths]
        for environ in ({}, *readers):
            self.assertEqual(("text/plain; charset=utf-8", "x"), self.answer(**environ))

    def test_the_language_is_the_first_that_we_have(self):
        for header, language in (
            ("", "en"),
            ("fr", "fr"),
            ("fr-BE, en;q=0.5", "fr"),
            ("de, es;q=0.8, fr;q=0.3", "es"),
            ("de", "en"),
            ("*;q=x,,;", "en"),
        ):
            environ = {"HTTP_ACCEPT_LANGUAGE": header}
            with catalogues("en", "es", "fr"):
                self.assertEqual(language, preferred_language(environ), header)
        with patch.object(early_answers, "queryUtility", lambda *_args: None):
            found = preferred_language({"HTTP_ACCEPT_LANGUAGE": "fr"})
        self.assertEqual("en", found)

    def test_refusals_are_in_it(self):
        asked = {"HTTP_ACCEPT_LANGUAGE": "fr-CH"}
        for more in ({}, {"HTTP_ACCEPT": JSON}):
            with catalogues("en", "fr"), patch.object(early_answers, "translate") as said:
                said.side_effect = lambda message, target_language: target_language
                _kind, body = early_answer({**asked, **more}, HTTPStatus(500), "x")
            self.assertEqual({"fr"}, set(re.findall(r"\b(?:en|fr)\b", body)))
