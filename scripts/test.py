"""`make test`: all tests, where their time went, then one line of totals.

The tests are divided into jobs. One more than there are cores run side by side, since the
browser's and the deployments' wait much; the longest first, so that no core waits for the
last one.
"""

import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import as_completed, ThreadPoolExecutor
from debian import ensure_packages, TEST
from deployment import build, Deployment
from environment import (
    checkout_lock,
    child_environment,
    complain,
    ensure_product,
    ensure_stock,
    ROOT,
)
from pathlib import Path
from random import SystemRandom
from tempfile import TemporaryDirectory
from typing import NamedTuple
from xml.etree import ElementTree


class Job(NamedTuple):
    """A part of the tests: the runner and what it is told to run."""

    name: str
    runner: str
    arguments: tuple[str, ...]


#: Those of ``tests.access`` that ask in very many channels.
ASKING = r"test_(forged|hidden|nonsense|strangers)$"
#: The longest first. zope.testrunner takes patterns of modules, pytest takes folders.
JOBS = (
    Job("deployment", "pytest", ("tests/deployment",)),
    Job("other", "test", ("-m", r"^tests(_nonnominal)?\.(?!access\.)")),
    Job("browser", "pytest", ("tests/chromium",)),
    Job("matrix", "test", ("-m", r"^tests\.access\.test_matrix$")),
    Job("asking", "test", ("-m", rf"^tests\.access\.{ASKING}")),
    Job("access", "test", ("-m", rf"^tests\.access\.(?!test_matrix$|{ASKING})")),
    Job("benchmarks", "pytest", ("tests/benchmarks",)),
)
#: A layer and what its set-up took, as zope.testrunner prints it. Warnings may stand
#: between the two.
LAYER = re.compile(
    r"^  Set up (\S+) .*?in (?:(\d+) minutes )?([\d.]+) seconds\.$",
    re.MULTILINE | re.DOTALL,
)
SHOWN = 15
#: Lines of a failure that are printed once more at the end.
TOLD = 6


class Result(NamedTuple):
    """What a job did: its cases by outcome, its output, and seconds by what took them."""

    counted: Counter
    seconds: Counter
    output: str
    #: What failed, a line each.
    failed: list[str]
    #: Seconds that it took, and those of the processor, with the programs it started.
    took: float
    processor: float


def main() -> int:
    with checkout_lock():
        ensure_packages(TEST)
        venv_bin = ensure_product(["server", "postgresql", "demo", "test"])
        ensure_stock()
        deployment = build(venv_bin, ROOT, "buildout.cfg", {})
    began = time.monotonic()
    counted, seconds, failed, times = Counter(), Counter(), [], []
    with TemporaryDirectory(prefix="cug-tests-") as folder:
        for job, result in run_all(deployment, Path(folder), _environment()):
            print(f"== {job.name}", result.output, sep="\n", flush=True)
            counted += result.counted
            seconds += result.seconds
            failed += result.failed
            times.append(
                f"{result.took:6.0f} s {job.name}, {result.processor:.0f} s of processor"
            )
    print(*_longest(seconds), sep="\n")
    print("== the jobs", *times, sep="\n")
    print(
        f"{time.monotonic() - began:6.0f} s from the first job's start to the last's end"
    )
    # Once more at the end: the jobs' own output is long.
    print(*failed, sep="\n")
    print(
        f"{counted['passed']} passed, {counted['failed']} failed,"
        f" {counted['skipped']} skipped"
    )
    return 1 if counted["failed"] else 0


def _environment() -> dict[str, str]:
    """The jobs' environment, with the seed of what is drawn by chance."""
    environment = child_environment()
    if "--all" in sys.argv[1:]:
        environment["TEST_ALL"] = "yes"
    else:
        seed = environment.setdefault("TEST_SEED", str(SystemRandom().randrange(10**6)))
        print(f"Samples are drawn with TEST_SEED={seed}; make test-all takes everything")
    return environment


def run_all(
    deployment: Deployment, folder: Path, environment: dict[str, str]
) -> Iterator[tuple[Job, Result]]:
    """Each job as it ends. A job whose folder is not there is left out."""
    jobs = [
        job for job in JOBS if job.runner == "test" or (ROOT / job.arguments[0]).is_dir()
    ]
    pool = ThreadPoolExecutor((os.cpu_count() or 1) + 1)
    started = {
        pool.submit(run_job, deployment, job, folder / job.name, environment): job
        for job in jobs
    }
    try:
        for future in as_completed(started):
            yield started[future], future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def run_job(
    deployment: Deployment, job: Job, folder: Path, environment: dict[str, str]
) -> Result:
    """Run a job to its end; its reports lie in the folder."""
    report = f"--junitxml={folder}/report.xml"
    option = [report] if job.runner == "pytest" else ["--xml", str(folder)]
    began = time.monotonic()
    process = subprocess.Popen(
        [deployment.program(job.runner), *job.arguments, *option],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    with process.stdout:
        printed = process.stdout.read()
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    reports = [ElementTree.parse(path) for path in folder.rglob("*.xml")]  # noqa: S314 - our own
    cases = [case for report in reports for case in report.iter("testcase")]
    counted = Counter(map(outcome, cases))
    failed = [described(case) for case in cases if outcome(case) == "failed"]
    # A runner that broke or found no test has failed, whatever it reported.
    if (process.returncode or not counted["passed"]) and not failed:
        counted["failed"] = 1
        failed.append(f"FAILED the job {job.name}, exit status {process.returncode}")
    return Result(
        counted,
        seconds_of(job, cases, printed),
        printed,
        failed,
        time.monotonic() - began,
        usage.ru_utime + usage.ru_stime,
    )


def outcome(case: ElementTree.Element) -> str:
    """Of a case in a JUnit report, which both runners write."""
    outcomes = {child.tag for child in case}
    if outcomes & {"failure", "error"}:
        return "failed"
    return "skipped" if "skipped" in outcomes else "passed"


def described(case: ElementTree.Element) -> str:
    """Of a case that failed: its name and how its failure ends."""
    told = "\n".join(child.text or "" for child in case).strip()
    lines = [f"    {line[:200]}" for line in told.splitlines()[-TOLD:]]
    return "\n".join([f"FAILED {case.get('classname')}.{case.get('name')}", *lines])


def seconds_of(job: Job, cases: list[ElementTree.Element], output: str) -> Counter:
    """Seconds by module, and by layer for its set-up; pytest's modules contain theirs."""
    seconds = Counter()
    for case in cases:
        module = re.sub(r"(\.test_\w+)\..*$", r"\1", case.get("classname", ""))
        seconds[module] += float(case.get("time", 0))
    for name, minutes, rest in LAYER.findall(output):
        seconds[f"set-up of {name} ({job.name})"] += 60 * int(minutes or 0) + float(rest)
    return seconds


def _longest(seconds: Counter) -> Iterator[str]:
    yield f"== what took longest, of {seconds.total():.0f} s in tests and set-up"
    for name, taken in seconds.most_common(SHOWN):
        yield f"{taken:6.0f} s {name}"


if __name__ == "__main__":
    sys.exit(complain(main))
