"""Mixed writers on a portal with the demonstration that runs already.

    .venv/bin/python -m tests.benchmarks.writers http://127.0.0.1:8080/portal
        --writers 16 --seconds 20

Several addresses are several processes of one portal, asked in turn. Prints how many
writes a second were answered, the slowest answer, and how often each status came. It
leaves what it writes.
"""

import requests
import time
from argparse import ArgumentParser
from cites.cug.demo.accounts import PASSWORD
from collections import Counter
from random import Random
from threading import Barrier, Thread
from typing import Any


JSON = {"Accept": "application/json"}
TIMEOUT = 120
#: Members of the demonstration's first group who may write everywhere there.
ACCOUNTS = ("secretariat", "customs-xa", "police-xa", "wildlife-xa")
GOOD = (200, 201, 202, 204)


class Writer(Thread):
    """Writes one thing after the other, chosen at random."""

    def __init__(self, number: int, portals: list[str], workspace: str, begin: Barrier):
        super().__init__(daemon=True)
        self.chance = Random(number)
        self.user = ACCOUNTS[number % len(ACCOUNTS)]
        self.portals, self.workspace, self.begin = portals, workspace, begin
        self.session = requests.Session()
        self.session.headers.update(
            {**JSON, "Authorization": token(portals[0], self.user)}
        )
        self.seconds: list[float] = []
        self.statuses: Counter = Counter()
        self.alerts: list[str] = []
        self.topics: list[str] = []
        self.ends = 0.0

    def run(self) -> None:
        kinds = (self.alert, self.edit, self.publish, self.topic, self.comment, self.send)
        self.begin.wait()
        while time.monotonic() < self.ends:
            self.chance.choice(kinds)()

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict:
        start = time.monotonic()
        answer = self.session.request(
            method, self.chance.choice(self.portals) + path, json=body, timeout=TIMEOUT
        )
        self.seconds.append(time.monotonic() - start)
        self.statuses[answer.status_code] += 1
        good = answer.status_code in GOOD
        return answer.json() if good and answer.content else {}

    def made(self, places: list[str], answer: dict) -> None:
        if answer:
            address = answer["@id"]
            portal = next(one for one in self.portals if address.startswith(one))
            places.append(address.removeprefix(portal))

    def alert(self) -> None:
        body = {"@type": "Alert", "title": "Writers", "alert_type": "seizure"}
        self.made(self.alerts, self.ask("POST", "/cheetahs/library", body))

    def edit(self) -> None:
        if self.alerts:
            title = f"Writers {self.chance.random()}"
            self.ask("PATCH", self.chance.choice(self.alerts), {"title": title})
        else:
            self.alert()

    def publish(self) -> None:
        """Submit it, or publish it, whichever may be done by whom."""
        if self.alerts:
            path = self.alerts.pop()
            change = "publish" if self.user == "secretariat" else "submit"
            self.ask("POST", f"{path}/@workflow/{change}")
        else:
            self.alert()

    def topic(self) -> None:
        body = {"@type": "Topic", "title": "Writers", "text": "<p>A crate.</p>"}
        self.made(self.topics, self.ask("POST", self.workspace, body))

    def comment(self) -> None:
        if self.topics:
            path = self.chance.choice(self.topics)
            self.ask("POST", f"{path}/@comments", {"text": "A crate."})
        else:
            self.topic()

    def send(self) -> None:
        letter = {"subject": "Writers", "body": "<p>A crate.</p>", "to": ["police-xb"]}
        self.ask("POST", "/cheetahs/@messages", letter)


def token(portal: str, user: str) -> str:
    body = {"login": user, "password": PASSWORD}
    answer = requests.post(f"{portal}/@login", json=body, headers=JSON, timeout=TIMEOUT)
    answer.raise_for_status()
    return f"Bearer {answer.json()['token']}"


def make_workspace(portal: str) -> str:
    """A workspace of all writers, made by the Secretariat."""
    headers = {**JSON, "Authorization": token(portal, "secretariat")}
    body = {"@type": "Workspace", "title": f"Writers {time.time()}"}
    place = f"{portal}/cheetahs/workspaces"
    made = requests.post(place, json=body, headers=headers, timeout=TIMEOUT)
    made.raise_for_status()
    address = made.json()["@id"]
    for user in ACCOUNTS[1:]:
        member = {"id": user}
        requests.post(f"{address}/@roster", json=member, headers=headers, timeout=TIMEOUT)
    return address.removeprefix(portal)


def measure(portals: list[str], number: int, seconds: float) -> list[Writer]:
    workspace = make_workspace(portals[0])
    begin = Barrier(number + 1)
    writers = [Writer(one, portals, workspace, begin) for one in range(number)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.ends = time.monotonic() + seconds
    begin.wait()
    for writer in writers:
        writer.join()
    return writers


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("portals", nargs="+")
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=20)
    asked = parser.parse_args()
    start = time.monotonic()
    writers = measure(asked.portals, asked.writers, asked.seconds)
    took = sorted(one for writer in writers for one in writer.seconds)
    statuses = sum((writer.statuses for writer in writers), Counter())
    good = sum(many for status, many in statuses.items() if status in GOOD)
    print(
        f"{asked.writers} writers: {good / asked.seconds:.1f} writes a second,"
        f" median {took[len(took) // 2]:.2f} s, slowest {took[-1]:.2f} s,"
        f" statuses {dict(statuses)}, {time.monotonic() - start:.0f} s in all"
    )


if __name__ == "__main__":
    main()
