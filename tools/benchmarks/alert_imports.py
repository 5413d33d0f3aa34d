"""How long an import of seizures takes: ``alert_imports.py FOLDER ROWS``.

Makes a portal in the folder, reads a table of so many rows, and makes drafts of all of
them, in parts. Prints the seconds of each step, of all by the clock, and of
all by the processor, the megabytes of memory and of the transaction, and the longest
that anybody else waited to write to the records meanwhile, as JSON.
"""

import csv
import io
import json
import resource
import sys
import time
import transaction
from cites.cug.core.sql.session import autonomous_transaction, RecordsBusy
from cites.cug.exchange.alert_imports.actions import check_texts, import_alerts
from cites.cug.exchange.alert_imports.importing import read_import
from cites.cug.operations.start import spare_collections
from contextlib import suppress
from instance import configure
from itertools import pairwise
from mailbox_exercise import READER
from one_group import make_group
from opened import opened
from pathlib import Path
from plone import api
from threading import Event, Thread


MEGABYTE = 2**20
#: Seconds between two tries of others.
PAUSE = 0.2
SPECIES = ("Acinonyx jubatus", "Panthera pardus", "Loxodonta africana")
HEADINGS = (
    *("Identification number", "Date of seizure", "Species", "Detecting agency"),
    *("Alleged country of origin", "Additional information", "Location of incident"),
    *("Kind of place", "Description of specimen", "Quantity", "Unit"),
    *("Mode of transport", "Method of concealment", "Reason for seizure"),
    *("Country(ies) of transit", "Reporting country", "Handling code"),
)


def table(rows: int) -> bytes:
    """A report of seizures, each with one line and words of its own."""
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow(HEADINGS)
    for number in range(rows):
        lines.writerow(
            [
                *(f"XA-{number}", f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}"),
                *(SPECIES[number % 3], "Customs", "XB"),
                *(f"Found behind load {number} at the gate.", f"Post {number % 400}"),
                *("Airport", "SKI", number % 9 + 1, ""),
                *("Air, cargo", "Parcel", "Import without a permit; Misdeclared"),
                *("XC; AE", "XA", "TLP:AMBER"),
            ]
        )
    return written.getvalue().encode()


def make_library(app) -> object:
    group = make_group(app, READER)
    transaction.commit()
    return group.library


class Neighbour(Thread):
    """Another request, which writes to the records again and again."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.longest = 0.0
        self.done = Event()

    def run(self) -> None:
        while not self.done.wait(PAUSE):
            begun = time.perf_counter()
            # With a write lock, as whoever sends a message has it.
            with suppress(RecordsBusy), autonomous_transaction():
                pass
            self.longest = max(self.longest, time.perf_counter() - begun)


def size_of(home: Path) -> float:
    files = (path.stat().st_size for path in home.rglob("*") if path.is_file())
    return sum(files) / MEGABYTE


def measure(home: Path, rows: int) -> dict[str, float]:
    home.mkdir(parents=True, exist_ok=True)
    configure(home, 0)
    with opened(home) as app:
        library = make_library(app)
        # As a process that serves collects garbage.
        spare_collections(None)
        content, who = table(rows), {"acting_user": READER}
        moments, processor = [time.perf_counter()], time.process_time()
        size, neighbour = size_of(home), Neighbour()
        neighbour.start()

        def done() -> None:
            moments.append(time.perf_counter())

        def nobody(_done: int, _of: int) -> None:
            pass

        with api.env.adopt_user(READER):
            stream = io.BytesIO(content)
            read = read_import(library, stream, "x.csv", {}, told=nobody, **who)
            done()
            check_texts(library, read.alerts, "", **who)
            done()
            made = import_alerts(library, read.alerts, keep=False, told=nobody, **who)
            done()
            transaction.commit()
            done()
        processor = time.process_time() - processor
        neighbour.done.set()
        neighbour.join()
        if made.created != rows or len(library) != rows:
            raise SystemExit(f"{made.created} of {rows} were made")
    steps = ("read", "check texts", "make drafts", "commit")
    spent = [after - before for before, after in pairwise(moments)]
    found = dict(zip(steps, spent, strict=True))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        **found,
        **{"all": moments[-1] - moments[0], "processor": processor},
        **{"memory (MB)": memory, "written (MB)": size_of(home) - size},
        "longest wait of others": neighbour.longest,
    }


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]))))
