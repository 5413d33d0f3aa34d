"""The demonstration portal: its addresses, and how one logs in."""

import requests
from cites.cug.demo.accounts import PASSWORD
from playwright.sync_api import Page
from typing import Any, NamedTuple


class Portal(NamedTuple):
    address: str
    admin_password: str

    @property
    def group(self) -> str:
        return f"{self.address}/cheetahs"

    @property
    def library(self) -> str:
        return f"{self.group}/library"

    def log_in(self, page: Page, account: str) -> None:
        """By the form, as everybody does."""
        page.goto(f"{self.address}/login")
        page.get_by_label("User name").fill(account)
        password = self.admin_password if account == "admin" else PASSWORD
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Log in").click()
        page.get_by_role("link", name="Log out").wait_for()

    def items(self, account: str, **query: str) -> list[dict[str, Any]]:
        """Of the library, as the account may see it."""
        return self.json(account, f"{self.group}/@library", **query)["items"]

    def post(self, account: str, url: str, **body: Any) -> requests.Response:
        """What a test makes for itself, as a program of the account would."""
        return requests.post(
            url,
            json=body,
            auth=(account, PASSWORD),
            headers={"Accept": "application/json"},
            timeout=60,
        )

    def made(self, account: str, url: str, **body: Any) -> str:
        """The address of something new."""
        answer = self.post(account, url, **body)
        assert answer.status_code == 201, answer.text
        return answer.json()["@id"]

    def json(self, account: str, url: str, **query: str) -> dict[str, Any]:
        answer = requests.get(
            url,
            params=query,
            auth=(account, PASSWORD),
            headers={"Accept": "application/json"},
            timeout=60,
        )
        answer.raise_for_status()
        return answer.json()
