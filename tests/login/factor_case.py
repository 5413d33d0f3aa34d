"""Members with a second factor."""

import pyotp
import transaction
from cites.cug.login import codes
from datetime import datetime, timedelta, UTC
from lxml import html
from tests.login.case import LoginCase, MEMBER


class FactorCase(LoginCase):
    def set_up(self, name=MEMBER):
        """An app for the account; its secret."""
        transaction.abort()
        secret = codes.new_generator()
        codes.store_secret(name, secret, 0)
        transaction.commit()
        return secret

    def code(self, secret, later=0):
        """What the app shows; each counts once, so later ones are asked for."""
        moment = datetime.now(UTC) + timedelta(seconds=30 * later)
        return pyotp.TOTP(secret).at(moment)

    def second_step(self, browser, code, **more):
        return browser.post(
            f"{self.portal}/second-step",
            data={"code": code, **more},
            allow_redirects=False,
            timeout=120,
        )

    def page(self, browser, name, **options):
        answer = browser.get(f"{self.portal}/{name}", timeout=120, **options)
        self.assertEqual(200, answer.status_code)
        return html.fromstring(answer.text, base_url=answer.url)

    def send(self, browser, page, do, number=0, **values):
        """The form with that button."""
        forms = [f for f in page.forms if f.xpath(f".//button[@value='{do}']")]
        form = forms[number]
        data = {**dict(form.form_values()), "do": do, **values}
        return browser.post(
            form.action or page.base_url, data=data, allow_redirects=False, timeout=120
        )
