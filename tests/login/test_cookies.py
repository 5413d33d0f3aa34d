"""Behind TLS the cookies can be set by this host alone."""

import requests
import transaction
from cites.cug.demo.testing import PASSWORD
from Products.SiteAccess.VirtualHostMonster import manage_addVirtualHostMonster
from tests.login.case import LoginCase, MEMBER


class TlsTest(LoginCase):
    def setUp(self):
        super().setUp()
        app = self.layer["app"]
        if "virtual_hosting" not in app.objectIds():
            manage_addVirtualHostMonster(app, "virtual_hosting")
            transaction.commit()
        host, self.port = self.layer["host"], self.layer["port"]
        # As the proxy asks for it.
        way = "VirtualHostBase/https/localhost:443/plone/VirtualHostRoot"
        self.proxied = f"http://{host}:{self.port}/{way}"

    def log_in(self):
        form = {"__ac_name": MEMBER, "__ac_password": PASSWORD}
        answer = requests.post(
            f"{self.proxied}/login", data=form, allow_redirects=False, timeout=120
        )
        return answer.raw.headers.getlist("Set-Cookie")

    def ask(self, **cookies):
        answer = requests.get(
            f"{self.proxied}/account",
            headers={"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())},
            allow_redirects=False,
            timeout=120,
        )
        return answer.status_code

    def test_they_are_secure_and_of_this_host(self):
        cookies = self.log_in()
        self.assertEqual(2, len(cookies))
        for cookie in cookies:
            self.assertTrue(cookie.startswith("__Host-cug-"), cookie)
            for mark in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
                self.assertIn(mark, cookie)
            self.assertNotIn("Domain", cookie)

    def test_the_name_without_the_prefix_opens_nothing(self):
        (session,) = [c for c in self.log_in() if "cug-session" in c]
        secret = session.partition(";")[0].partition("=")[2]
        self.assertEqual(200, self.ask(**{"__Host-cug-session": secret}))
        self.assertEqual(302, self.ask(**{"cug-session": secret}))
