"""What large files take: ``.venv/bin/python -m tools.benchmarks.transfers MEGABYTES``.

Makes a portal, serves it, and moves one PDF of that size in each way there is. Prints,
for each, the seconds by the clock and the most megabytes of memory that the portal's
process held beyond what it held before; then how long the health view took at most while
four marked copies were made at once.
"""

import base64
import json
import os
import requests
import sys
import time
from cites.cug.wsgi.body_limits import MAX_JSON_FILE_BYTES
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from tests.deployment.processes import (
    answers,
    buildout,
    free_port,
    ROOT,
    run,
    running,
    wait_until,
)
from threading import Event, Thread
from tools.benchmarks.large_file import large_pdf, send_in_pieces
from tools.benchmarks.memory import ProcessMemory
from urllib.parse import urlsplit


PASSWORD = "cheetah-demo-2026"
PIECE = 2**20
JSON = {"Accept": "application/json"}
KIND = "application/pdf"


def largest_process(group: int) -> ProcessMemory:
    """The largest process that a script has started."""
    all_folders = (path.parent for path in Path("/proc").glob("[0-9]*/status"))
    mine = [one for one in all_folders if os.getpgid(int(one.name)) == group]
    return ProcessMemory(max(mine, key=_pages_held))


def _pages_held(folder: Path) -> int:
    return int((folder / "statm").read_text().split()[1])


def measure(process: ProcessMemory, name: str, work: Callable[[], object]) -> None:
    before, begun = process.forget_peak(), time.perf_counter()
    work()
    took = time.perf_counter() - begun
    more = process.peak() - before
    print(f"| {name} | {took:.1f} s | {more:.0f} MB |", flush=True)


def log_in(portal: str, name: str) -> requests.Session:
    session = requests.Session()
    session.headers.update(JSON)
    answer = session.post(f"{portal}/@login", json={"login": name, "password": PASSWORD})
    session.headers["Authorization"] = f"Bearer {answer.json()['token']}"
    return session


def read(session: requests.Session, url: str, accept: str = "*/*") -> int:
    with session.get(url, stream=True, headers={"Accept": accept}) as answer:
        answer.raise_for_status()
        return sum(map(len, answer.iter_content(PIECE)))


def exercise(portal: str, process: ProcessMemory, content: bytes) -> None:
    officer, reader = log_in(portal, "customs-xa"), log_in(portal, "police-xb")
    secretariat = log_in(portal, "secretariat")
    group = f"{portal}/cheetahs"
    made: dict[str, str] = {}

    def post(session: requests.Session, url: str, **body: object) -> dict:
        answer = session.post(url, **body)
        assert answer.ok, answer.text[:300]
        return answer.json()

    document = {"@type": "LibraryDocument", "title": "Large", "handling": "amber"}
    document["document_type"] = "report"

    def post_form() -> None:
        parts = {"json": (None, json.dumps(document)), "file": ("a.pdf", content, KIND)}
        made["document"] = post(secretariat, f"{group}/library", files=parts)["@id"]

    def post_json() -> None:
        data = base64.b64encode(content).decode()
        file = {"data": data, "encoding": "base64", "filename": "a.pdf"}
        post(secretariat, f"{group}/library", json={**document, "file": file})

    def post_pieces() -> None:
        address = urlsplit(f"{group}/library/@tus-upload")
        told = {"filename": "a.pdf", "json": json.dumps(document)}
        bearer = str(secretariat.headers["Authorization"])
        send_in_pieces(address.port or 80, address.path, bearer, content, told)

    def send() -> None:
        letter = {"to": "police-xb", "subject": "Large", "body": "<p>See the file.</p>"}
        files = {"attachments": ("large.pdf", content, KIND)}
        letter["handling"] = "amber"
        sent = post(officer, f"{group}/@messages", data=letter, files=files)
        made["message"] = sent["@id"]

    print("| Work | Time | Memory |\n| --- | --- | --- |")
    measure(process, "a document, form", post_form)
    if len(content) < MAX_JSON_FILE_BYTES:
        measure(process, "a document, JSON", post_json)
    measure(process, "a document, in pieces (tus)", post_pieces)
    post(secretariat, f"{made['document']}/@workflow/publish")
    file = f"{made['document']}/@@download/file"
    measure(process, "an original", lambda: read(secretariat, file))
    measure(process, "a marked copy", lambda: read(reader, file))
    measure(process, "a message with a file, form", send)
    listed = reader.get(f"{group}/@messages?folder=inbox").json()["items"]
    letter = reader.get(listed[0]["@id"]).json()
    attached = f"{letter['@id']}/attachments/{letter['attachments'][0]['number']}"
    measure(process, "a message's file", lambda: read(reader, attached, JSON["Accept"]))
    waits, done = list[float](), Event()

    def ask() -> None:
        while not done.is_set():
            begun = time.perf_counter()
            requests.get(f"{portal}/@@ok")
            waits.append(time.perf_counter() - begun)

    def four() -> None:
        with ThreadPoolExecutor(4) as readers:
            list(readers.map(lambda _number: read(reader, file), range(4)))

    asking = Thread(target=ask)
    asking.start()
    measure(process, "four marked copies at once", four)
    done.set()
    asking.join()
    print(f"\nThe health view meanwhile: at most {max(waits) * 1000:.0f} ms")


def main(megabytes: int) -> None:
    with TemporaryDirectory() as folder:
        directory, port = Path(folder), free_port()
        place = {"hosts": "127.0.0.1", "http_address": f"127.0.0.1:{port}"}
        place["largest_file"] = "250"
        buildout("production.cfg", directory, **place)
        groups = ROOT / "tests" / "deployment" / "add_groups.py"
        for words in (["create-site"], ["instance", "run", groups]):
            done = run(directory / "bin" / words[0], *words[1:])
            assert done.returncode == 0, done.stderr
        log, portal = directory / "instance.log", f"http://127.0.0.1:{port}/portal"
        with running(
            directory / "bin" / "instance", "console", log=log, anew=True
        ) as process:
            wait_until(lambda: answers(f"{portal}/@@ok"), process, log)
            exercise(portal, largest_process(process.pid), large_pdf(megabytes))


if __name__ == "__main__":
    main(int(sys.argv[1]))
