"""How much the page to write a message weighs, and when one can write, on a slow line.

    .venv/bin/python -m tools.benchmarks.write_page

A browser without a cache opens it at 400 kbit/s with 100 ms to the portal, as the network
of its developer's tools slows it down.
"""

import sys
from pathlib import Path
from playwright.sync_api import Page
from statistics import median
from tempfile import TemporaryDirectory
from tests.chromium.chromium import new_context
from tests.chromium.portal import Portal
from tests.deployment.processes import demonstration
from typing import NamedTuple


ACCOUNT = "customs-xb"
KBIT, LATENCY_MS = 400, 100
TIMES = 5
#: What issue 16 asks for.
MOST_KB, MOST_REQUESTS, MOST_SECONDS = 150, 12, 4.0
#: Since when there is something to type into, and since when the editor is there.
MARKS = """() => [
    performance.getEntriesByType("paint").find((one) => one.name.startsWith("first-c")),
    performance.getEntriesByName("editor")[0],
].map((one) => one.startTime / 1000)"""


class Visit(NamedTuple):
    kilobytes: float
    requests: int
    shown: float
    usable: float


def visit(page: Page, url: str) -> Visit:
    """Open the page as for the first time."""
    page.goto("about:blank")  # the page before may still ask for its pictures
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    bits = KBIT * 1000 / 8
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": bits,
            "uploadThroughput": bits,
        },
    )
    sizes: list[float] = []
    asked: set[str] = set()
    line.on("Network.requestWillBeSent", lambda event: asked.add(event["request"]["url"]))
    line.on(
        "Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"])
    )
    page.goto(url, wait_until="networkidle")
    shown, usable = page.evaluate(MARKS)
    # What stands in a style sheet is not asked for.
    asked = {one for one in asked if not one.startswith("data:")}
    return Visit(sum(sizes) / 1000, len(asked), shown, usable)


def visits(portal: Portal, times: int = TIMES) -> list[Visit]:
    found = []
    for _time in range(times):
        context = new_context()
        page = context.new_page()
        portal.log_in(page, ACCOUNT)
        found.append(visit(page, f"{portal.group}/messages/write"))
        context.close()
    return found


def report(found: list[Visit]) -> str:
    middle = Visit(*map(median, zip(*found, strict=True)))
    return "\n".join(
        (
            f"{KBIT} kbit/s, {LATENCY_MS} ms, median of {len(found)}:",
            f"  sent      {middle.kilobytes:6.0f} kB  (at most {MOST_KB})",
            f"  requests  {middle.requests:6.0f}     (at most {MOST_REQUESTS})",
            f"  shown     {middle.shown:6.1f} s",
            f"  usable    {middle.usable:6.1f} s   (at most {MOST_SECONDS})",
        )
    )


def main(address: str | None = None) -> None:
    if address:
        print(report(visits(Portal(address, ""))))
        return
    with TemporaryDirectory() as directory, demonstration(Path(directory)) as started:
        print(report(visits(Portal(started, ""))))


if __name__ == "__main__":
    main(*sys.argv[1:])
