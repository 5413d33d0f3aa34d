"""Tokens for programs."""

from cites.cug.demo.testing import PASSWORD
from tests.login.case import LoginCase, MEMBER


BASIC = (MEMBER, PASSWORD)


class TokensCase(LoginCase):
    def make(self, *scopes, status=201, basic=BASIC, **more):
        body = {"name": "exchange", "scopes": list(scopes), **more}
        answer = self.rest("@tokens", None, "POST", basic, json=body)
        self.assertEqual(status, answer.status_code, answer.text)
        return answer.json()

    def tokens(self):
        return self.rest("@tokens", basic=BASIC).json()["items"]
