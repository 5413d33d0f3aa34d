"""`make test`: both runners, then one line of totals over both."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from debian import ensure_packages
from debian import TEST
from deployment import build
from deployment import Deployment
from environment import checkout_lock
from environment import child_environment
from environment import complain
from environment import ensure_product
from environment import ensure_stock
from environment import ROOT
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from xml.etree import ElementTree


#: Folders that zope.testrunner does not search: see profiles/development.cfg.
PYTEST_ONLY = ("tests/benchmarks", "tests/browser", "tests/deployment")


def main() -> int:
    with checkout_lock():
        ensure_packages(TEST)
        venv_bin = ensure_product(["server", "postgresql", "demo", "test"])
        ensure_stock()
        deployment = build(venv_bin, ROOT, "buildout.cfg", {})
    with TemporaryDirectory(prefix="cug-tests-") as reports:
        total = sum(run_both(deployment, Path(reports)), Counter())
    print(
        f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped"
    )
    return 1 if total["failed"] else 0


def run_both(deployment: Deployment, folder: Path) -> Iterable[Counter]:
    """What each runner counted.

    They run side by side, as each keeps one core busy: one writes to the terminal, what
    the other writes comes after it.
    """
    pytest = deployment.program("pytest")
    folders = [name for name in PYTEST_ONLY if (ROOT / name).is_dir()]
    report = folder / "pytest" / "report.xml"
    log = folder / "pytest.log"
    with log.open("wb") as output:
        beside = _start([pytest, f"--junitxml={report}", *folders], stdout=output)
    with beside:
        print("== test", flush=True)
        first = _start([deployment.program("test"), "--xml", folder / "zope"])
        yield _result(first, folder / "zope" / "testreports")
        beside.wait()
        print("== pytest", log.read_text("utf-8", "replace"), sep="\n", flush=True)
        yield _result(beside, report.parent)


def _start(
    command: list[str | Path], stdout: IO[bytes] | None = None
) -> subprocess.Popen:
    return subprocess.Popen(
        command, cwd=ROOT, env=child_environment(), stdout=stdout, stderr=stdout
    )


def _result(runner: subprocess.Popen, reports: Path) -> Counter:
    runner.wait()
    counted = sum(map(_count, reports.glob("*.xml")), Counter())
    # A runner that broke or found no test has failed, whatever it reported.
    if (runner.returncode or not counted["passed"]) and not counted["failed"]:
        counted["failed"] = 1
    return counted


def _count(report: Path) -> Counter:
    """The cases of a JUnit report, which both runners write."""
    counted = Counter()
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314 - our own
        outcomes = {child.tag for child in case}
        if outcomes & {"failure", "error"}:
            counted["failed"] += 1
        elif "skipped" in outcomes:
            counted["skipped"] += 1
        else:
            counted["passed"] += 1
    return counted


if __name__ == "__main__":
    sys.exit(complain(main))
