"""Forms as a browser without scripts sends them."""

import requests
import unittest
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.proofs import change_proven
from cites.cug.core.sql.session import engine
from cites.cug.demo.testing import CUG_HTTP, PASSWORD
from cites.cug.membership.access_requests.models import AccessRequest, RequestState
from lxml import html
from sqlalchemy import select
from tests.membership.access_requests.case import person
from typing import Any


class FormCase(unittest.TestCase):
    layer = CUG_HTTP

    def setUp(self):
        self.url = self.layer["portal"].cheetahs.absolute_url()

    def browser(self, user: str | None = None) -> requests.Session:
        session = requests.Session()
        session.auth = user and (user, PASSWORD)
        return session

    def page(self, browser, path: str, **kw: Any) -> html.HtmlElement:
        return html.fromstring(browser.get(f"{self.url}/{path}", timeout=120, **kw).text)

    def send(self, browser, page, form_id: str, press: str = "", files=None, **values):
        """Fill in a form of a page and press a button of it."""
        (form,) = page.xpath("//form[@id=$id]", id=form_id)
        fields = {**dict(form.form_values()), **values}
        if press:
            fields[press] = "1"
        fields.pop("file", None)
        return browser.post(form.get("action"), data=fields, files=files, timeout=120)

    def shown(self, answer, path: str = "//main") -> str:
        tree = html.fromstring(answer.text)
        return " ".join(" ".join(tree.xpath(f"{path}//text()")).split())

    def rows(self) -> list:
        with engine(records_url()).connect() as connection:
            ordered = select(AccessRequest.__table__).order_by(AccessRequest.created)
            return list(connection.execute(ordered))

    def pending(self, **changes) -> str:
        """The id of a request that was made and confirmed."""
        known = {row.id for row in self.rows()}
        browser = self.browser()
        page = self.page(browser, "request-access")
        self.send(browser, page, "request-access", **person(**changes))
        (request_id,) = {row.id for row in self.rows()} - known
        with engine(records_url()).begin() as connection:
            mine = AccessRequest.id == request_id
            pending = {"state": RequestState.PENDING.value}
            change_proven(connection, AccessRequest, mine, **pending)
        return request_id
