"""REST: tokens that are asked for with values that make no sense."""

from datetime import datetime, timedelta, UTC
from tests.login.tokens_case import BASIC, TokensCase


class InputTest(TokensCase):
    def test_what_makes_no_sense_is_refused(self):
        far = (datetime.now(UTC) + timedelta(days=400)).date().isoformat()
        for wrong in (
            {"name": ""},
            {"name": "x" * 101},
            {"name": 1},
            {"name": "half \ud800"},
            {"name": "x\0y"},
            {"name": "two\nlines"},
            {"scopes": []},
            {"scopes": ["admin"]},
            {"scopes": "read:library"},
            {"scopes": [1]},
            {"expires": "soon"},
            {"expires": "2001-01-01"},
            {"expires": far},
            {"expires": "9999-12-31"},
            {"expires": 5},
            {"user_id": "secretariat"},
        ):
            body = {"name": "x", "scopes": ["read:library"], **wrong}
            answer = self.rest("@tokens", None, "POST", BASIC, json=body)
            self.assertEqual(400, answer.status_code, wrong)
        self.assertEqual([], self.tokens())

    def test_the_day_is_the_last_one(self):
        day = (datetime.now(UTC) + timedelta(days=30)).date()
        made = self.make("read:library", expires=day.isoformat())
        self.assertTrue(made["expires"].startswith((day + timedelta(days=1)).isoformat()))
