"""REST: `@login`, `@login-renew` and `@logout`."""

import requests
from cites.cug.login.models import LoginSession
from datetime import datetime, timedelta, UTC
from tests.login.case import LoginCase, MEMBER


class TokenTest(LoginCase):
    def test_logging_out_ends_it(self):
        token = self.token()
        self.assertEqual(200, self.status(token))
        self.assertEqual(204, self.rest("@logout", token, "POST").status_code)
        self.assertEqual(401, self.status(token))
        self.assertEqual(401, self.rest("@login-renew", token, "POST").status_code)

    def test_renewing_gives_another_for_it(self):
        token = self.token()
        renewed = self.rest("@login-renew", token, "POST").json()["token"]
        self.assertEqual(401, self.status(token))
        self.assertEqual(200, self.status(renewed))

    def test_it_lasts_half_an_hour_and_renewals_end_too(self):
        token = self.token()
        (ends,) = [row.ends for row in self.kept(LoginSession.ends)]
        minutes = (ends - datetime.now(UTC)) / timedelta(minutes=1)
        self.assertAlmostEqual(30, minutes, delta=1)
        began = datetime.now(UTC) - timedelta(hours=11, minutes=50)
        self.shift(LoginSession, created=began)
        self.rest("@login-renew", token, "POST")
        (ends,) = [row.ends for row in self.kept(LoginSession.ends)]
        minutes = (ends - datetime.now(UTC)) / timedelta(minutes=1)
        self.assertAlmostEqual(10, minutes, delta=1)

    def test_only_a_token_can_be_renewed(self):
        answer = self.rest("@login-renew", None, "POST", (MEMBER, "cheetah-demo-2026"))
        self.assertEqual(400, answer.status_code)

    def test_forged_ones_are_none(self):
        for token in ("", "x", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJjdXN0b21zLXhhIn0."):
            self.assertEqual(401, self.status(token), token)

    def test_what_is_not_text_is_a_bad_request(self):
        url = f"{self.portal}/@login"
        for body in ({}, {"login": MEMBER}, {"login": 1, "password": []}, []):
            answer = requests.post(
                url, json=body, headers={"Accept": "application/json"}, timeout=120
            )
            self.assertEqual(400, answer.status_code, body)
