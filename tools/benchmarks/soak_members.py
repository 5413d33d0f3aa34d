"""What members do during a soak: each kind reads, and writes what it may."""

import os
import pikepdf
import random
import requests
import time
from base64 import b64encode
from cites.cug.demo.accounts import PASSWORD
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO
from threading import Event, Lock, Thread


MEMBERS = (
    *("secretariat", "customs-xa", "customs-xb", "police-xa", "police-xb"),
    *("wildlife-xa", "contact-xa", "igo-interpol"),
)
READ = (
    *("@library", "@messages", "@members", "@topics", "@recipients?q=customs"),
    *("@library?q=cub", "@messages?folder=sent", "@messages?q=crate", "library", ""),
)
JSON = {"Accept": "application/json"}
TIMEOUT = 60
NO_ANSWER = 0
SERVER_ERRORS = range(500, 600)
Answer = requests.Response | None
SECRETARIAT, IGO = "secretariat", "igo-interpol"


def a_report() -> bytes:
    """A PDF of a page with 40 kB that no compression makes smaller."""
    file = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.pages[0].Filling = pdf.make_stream(os.urandom(40_000))
        pdf.save(file)
    return file.getvalue()


@dataclass
class Log:
    """What was asked and answered: by what, status, and whether a fault was on."""

    #: Kind of request and status, while all was well, and while or just after a fault.
    calm: Counter = field(default_factory=Counter)
    troubled: Counter = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)
    #: Addresses of what the portal said is written, and who can read it.
    acknowledged: dict[str, str] = field(default_factory=dict)
    trouble: Event = field(default_factory=Event)
    lock: Lock = field(default_factory=Lock)

    def add(self, kind: str, status: int, began: float) -> None:
        with self.lock:
            counted = self.troubled if self.trouble.is_set() else self.calm
            counted[kind, status] += 1
            self.milliseconds.append((time.monotonic() - began) * 1000)

    @property
    def asked(self) -> int:
        return self.calm.total() + self.troubled.total()

    @property
    def written(self) -> int:
        with self.lock:
            both = self.calm + self.troubled
        return sum(n for (kind, status), n in both.items() if status in (201, 204))


@dataclass
class Member:
    """Asks both processes in turn; where one gives no answer, the other, as nginx."""

    name: str
    portals: list[str]
    log: Log
    pause: float
    random: random.Random
    token: str = ""
    asked: int = 0
    drafts: list[str] = field(default_factory=list)

    def ask(self, kind: str, method: str, path: str, **options) -> Answer:
        began = time.monotonic()
        headers = {**JSON, "Idempotency-Key": f"{self.random.getrandbits(96):024x}"}
        self.asked += 1
        for turn in range(2):
            portal = self.portals[(self.asked + turn) % 2]
            if self.token:
                headers["Authorization"] = f"Bearer {self.token}"
            try:
                url = f"{portal}/{path}"
                answer = requests.request(
                    method, url, headers=headers, timeout=TIMEOUT, **options
                )
            except requests.RequestException:
                continue
            self.log.add(kind, answer.status_code, began)
            if answer.status_code == 401:
                self.token = ""
            return answer
        self.log.add(kind, NO_ANSWER, began)
        return None

    def log_in(self) -> None:
        self.token = ""
        body = {"login": self.name, "password": PASSWORD}
        answer = self.ask("log-in", "POST", "@login", json=body)
        if answer is not None and answer.ok:
            self.token = answer.json()["token"]

    def keep(self, answer: Answer) -> str:
        """Remember what was acknowledged; its path, or nothing."""
        if answer is None or answer.status_code != 201:
            return ""
        path = answer.json()["@id"].partition("/portal/")[2]
        self.log.acknowledged[path] = self.name
        return path

    def read(self) -> None:
        self.ask("read", "GET", f"cheetahs/{self.random.choice(READ)}")

    def send(self) -> None:
        others = [name for name in MEMBERS if name not in (self.name, IGO)]
        letter = {
            "to": self.random.sample(others, 2),
            "subject": "EXERCISE: a crate",
            "body": "<p>Five cubs in a crate.</p>" * 20,
            "handling": "amber",
        }
        self.keep(self.ask("message", "POST", "cheetahs/@messages", json=letter))

    def add_alert(self) -> None:
        alert = {
            "@type": "Alert",
            "title": f"EXERCISE {self.asked}: five cubs in a crate",
            "alert_type": "seizure",
            "handling": "amber",
            "incident_country": "XA",
        }
        path = self.keep(self.ask("alert", "POST", "cheetahs/library", json=alert))
        if path:
            self.drafts.append(path)
            self.ask("change", "PATCH", path, json={"description": "EXERCISE"})
            if self.name == SECRETARIAT:
                self.ask("publish", "POST", f"{path}/@workflow/publish")

    def add_file(self) -> None:
        file = {
            "data": b64encode(a_report()).decode(),
            "encoding": "base64",
            "filename": "EXERCISE.pdf",
            "content-type": "application/pdf",
        }
        document = {
            "@type": "LibraryDocument",
            "title": f"EXERCISE {self.asked}: a report",
            "document_type": "report",
            "handling": "green",
            "file": file,
        }
        path = self.keep(self.ask("file", "POST", "cheetahs/library", json=document))
        if path:
            self.drafts.append(path)

    def delete(self) -> None:
        if len(self.drafts) > 5:
            path = self.drafts.pop(0)
            answer = self.ask("delete", "DELETE", path)
            # Without an answer nobody knows; what was refused is still there.
            if answer is None or answer.status_code in (204, 404, *SERVER_ERRORS):
                self.log.acknowledged.pop(path, None)

    def work(self, stop: Event) -> None:
        writes = [self.send, self.read]
        if self.name != IGO:
            writes = [self.send, self.send, self.add_alert, self.add_file, self.delete]
        while not stop.is_set():
            if not self.token:
                self.log_in()
            elif self.random.random() < 0.8:
                self.read()
            else:
                self.random.choice(writes)()
            stop.wait(self.pause)


def set_to_work(portals: list[str], log: Log, pause: float, stop: Event) -> list[Thread]:
    threads = []
    for number, name in enumerate(MEMBERS):
        member = Member(name, portals, log, pause, random.Random(number))
        threads.append(Thread(target=member.work, args=(stop,)))
        threads[-1].start()
    return threads


def missing(portals: list[str], log: Log) -> list[str]:
    """What was acknowledged and is not there for whom it was acknowledged to."""
    found = []
    readers: dict[str, Member] = {}
    for path, name in log.acknowledged.items():
        if name not in readers:
            readers[name] = Member(name, portals, Log(), 0, random.Random())
            readers[name].log_in()
        answer = readers[name].ask("check", "GET", path)
        if answer is None or answer.status_code != 200:
            found.append(path)
    return found
