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
        results = run_both(deployment, Path(reports))
    total = sum(results, Counter())
    print(
        f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped"
    )
    return 1 if total["failed"] else 0


def run_both(deployment: Deployment, reports: Path) -> Iterable[Counter]:
    """What each runner counted; its own output goes to the terminal."""
    yield _run(
        [deployment.program("test"), "--xml", reports / "zope"],
        reports / "zope" / "testreports",
    )
    folders = [name for name in PYTEST_ONLY if (ROOT / name).is_dir()]
    yield _run(
        [
            deployment.program("pytest"),
            f"--junitxml={reports / 'pytest' / 'report.xml'}",
            *folders,
        ],
        reports / "pytest",
    )


def _run(command: list[str | Path], reports: Path) -> Counter:
    print(f"== {Path(command[0]).name}", flush=True)
    done = subprocess.run(command, cwd=ROOT, env=child_environment())
    counted = sum(map(_count, reports.glob("*.xml")), Counter())
    # A runner that broke or found no test has failed, whatever it reported.
    if (done.returncode or not counted["passed"]) and not counted["failed"]:
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
