"""The load: a process of its own, so that it shares no interpreter with a server.

Reads one JSON task a line and answers each with one JSON line. Every client is a thread
with one connection that it keeps.
"""

import json
import sys
import time
from dataclasses import asdict, dataclass
from http.client import HTTPConnection, HTTPException
from itertools import count
from threading import Thread


TIMEOUT = 120
#: Stands for an answer that did not come.
NO_ANSWER = 0


@dataclass
class Task:
    """For how long how many clients ask what; at least one request of each."""

    port: int
    token: str
    paths: list[str]
    accept: str
    clients: int
    seconds: float
    body: dict | None = None


@dataclass
class Outcome:
    """Milliseconds of each good answer, and what became of the others."""

    times: list[float]
    statuses: dict[str, int]
    seconds: float
    body_bytes: int


class Client:
    def __init__(self, task: Task, number: int):
        self.task = task
        self.number = number
        self.times: list[float] = []
        self.statuses: list[int] = []
        self.size = 0

    def run(self, deadline: float) -> None:
        connection = HTTPConnection("127.0.0.1", self.task.port, timeout=TIMEOUT)
        for turn in count(self.number):
            start = time.perf_counter()
            try:
                status, self.size = self.ask(connection, turn)
            except (OSError, HTTPException):
                status = NO_ANSWER
                connection.close()  # the next request opens it anew
            now = time.perf_counter()
            self.statuses.append(status)
            if status in (200, 201):
                self.times.append((now - start) * 1000)
            if now > deadline:
                connection.close()
                return

    def ask(self, connection: HTTPConnection, turn: int) -> tuple[int, int]:
        task = self.task
        headers = {"Accept": task.accept, "Authorization": f"Bearer {task.token}"}
        method, body = "GET", None
        if task.body is not None:
            method, body = "POST", json.dumps(task.body).encode()
            headers["Content-Type"] = "application/json"
        path = task.paths[turn % len(task.paths)]
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        return answer.status, len(answer.read())


def run(task: Task) -> Outcome:
    clients = [Client(task, number) for number in range(task.clients)]
    start = time.perf_counter()
    deadline = start + task.seconds
    threads = [Thread(target=client.run, args=(deadline,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses = [str(status) for client in clients for status in client.statuses]
    return Outcome(
        times=[t for client in clients for t in client.times],
        statuses={status: statuses.count(status) for status in set(statuses)},
        seconds=time.perf_counter() - start,
        body_bytes=max(client.size for client in clients),
    )


def main() -> None:
    for line in sys.stdin:
        print(json.dumps(asdict(run(Task(**json.loads(line))))), flush=True)


if __name__ == "__main__":
    main()
