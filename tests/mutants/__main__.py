"""`make mutants`: the share of changed functions that the tests notice.

mutmut and cosmic-ray start the tests anew for each change, which sets Plone's layers up
each time. This sets each layer up once, sees which test calls which function, and tries
each change in a fork of the process.
"""

import argparse
import gc
import importlib
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
import traceback
import unittest
import zope.testrunner.runner as testrunner
from cites.cug.settings.deployment import records_url
from cites.cug.sql.session import engine
from cites.cug.testing import BareServer, CUG_FIXTURE
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from random import Random
from tests import ROOT
from tests.mutants.changes import Mutant, mutants
from types import FunctionType
from typing import Any, NamedTuple


PACKAGE = ROOT / "src" / "cites.cug" / "cites" / "cug"
#: What is changed. Tables, such as those of access/policy.py, are no functions: other
#: tests compare them with the site, both ways.
GROUPS = {
    "access": ("access/*.py",),
    "actions": (
        "*/actions.py",
        "*/*_actions.py",
        "*/actions/*.py",
        "*/rules/*.py",
        "**/rules.py",
    ),
}
#: Each takes minutes, which is too long to repeat for a change that is noticed nowhere.
LEFT_OUT = r"!test_(matrix|hidden|strangers|nonsense|forged|state_machine|demo)$"
#: As in profiles/development.cfg.
FOUND = (
    *("--path", str(ROOT), "--test-path", str(ROOT), "--package", "tests"),
    *("--tests-pattern", "^test_"),
    *("--ignore_dir", "chromium", "--ignore_dir", "benchmarks"),
    *("--ignore_dir", "deployment"),
)
#: Seconds that the tests of one change may take: ten times as long, and some more.
TIMES, MORE = 10, 60
#: Seconds that the tests of a layer may take where nothing is changed.
HOURS = 2 * 3600


class Test(NamedTuple):
    """A test that passes, and the functions that it calls."""

    number: int
    seconds: float
    functions: frozenset[tuple[str, str]]


class Mutation(testrunner.Runner):
    """A runner of the tests, which tries the mutants in each layer instead."""

    def __init__(self, args: list[str], alive: list[Mutant]):
        super().__init__(list(FOUND), args)
        self.alive, self.killed = alive, []
        self.called: set[tuple[str, str]] = set()
        self.show_report = False

    def run_tests(self) -> None:
        setup_layers: dict[Any, int] = {}
        for name, layer, suite in self.ordered_layers():
            needed: list[Any] = []
            testrunner.gather_layers(layer, needed)
            testrunner.tear_down_unneeded(self.options, needed, setup_layers, [])
            testrunner.setup_layer(self.options, layer, setup_layers)
            servers = [one for one in needed if isinstance(one, BareServer)]
            with kept_records(CUG_FIXTURE in needed) as restore:
                self.try_layer(name, list(suite), servers, restore)
        testrunner.tear_down_unneeded(self.options, {}, setup_layers, [], optional=True)

    def try_layer(
        self, name: str, suite: list[Any], servers: list[Any], restore: Callable
    ) -> None:
        files = {str(PACKAGE / mutant.path) for mutant in self.alive}
        found = in_child(
            lambda: watched(self.options, name, suite, servers, files), HOURS
        )
        restore()
        tests = [Test(n, s, frozenset(map(tuple, called))) for n, s, called in found]
        by_function = defaultdict(list)
        for test in sorted(tests, key=lambda test: test.seconds):
            for function in test.functions:
                by_function[function].append(test)
        self.called.update(by_function)
        before = len(self.killed)
        for mutant in list(self.alive):
            path = str(PACKAGE / mutant.path)
            concerned = by_function.get((path, mutant.function), [])
            if concerned and self.is_killed(name, mutant, suite, concerned, servers):
                self.alive.remove(mutant)
                self.killed.append(mutant)
            restore()
        print(
            f"{name}: {len(tests)} of {len(suite)} tests, noticed"
            f" {len(self.killed) - before}",
            flush=True,
        )

    def is_killed(
        self,
        layer: str,
        mutant: Mutant,
        suite: list[Any],
        tests: list[Test],
        servers: list[Any],
    ) -> bool:
        def tried() -> bool:
            start(servers)
            apply(mutant)
            return fails(self.options, layer, [suite[test.number] for test in tests])

        limit = int(TIMES * sum(test.seconds for test in tests) + MORE)
        # A process that was ended, or took too long, has noticed it too.
        return in_child(tried, limit) is not False


@contextmanager
def kept_records(there: bool) -> Iterator[Callable[[], None]]:
    """What puts the layer's SQL records back: a fork has the files in common with us."""
    if not there:
        yield lambda: None
        return
    folder = CUG_FIXTURE["records"]
    with tempfile.TemporaryDirectory(prefix="cug-mutants-") as kept:
        engine(records_url()).dispose()
        shutil.copytree(folder, kept, dirs_exist_ok=True)

        def restore() -> None:
            engine(records_url()).dispose()
            shutil.rmtree(folder)
            shutil.copytree(kept, folder)

        yield restore


def in_child(work: Callable[[], Any], limit: int) -> Any:
    """What the work comes to in a fork; None where the fork was ended before its time.

    Raises RuntimeError if it could not be done.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        nothing = os.open(os.devnull, os.O_WRONLY)
        for output in (1, 2):
            os.dup2(nothing, output)
        signal.alarm(limit)
        try:
            answer = work()
        except BaseException:
            answer = traceback.format_exc()
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(json.dumps(answer).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        written = pipe.read()
    os.waitpid(child, 0)
    answer = json.loads(written) if written else None
    if isinstance(answer, str):
        raise RuntimeError(answer)
    return answer


def start(servers: Iterable[Any]) -> None:
    """Serve anew: the threads of a server are not in the fork."""
    for server in servers:
        server.port = None
        server.setUp()


def watched(
    options: Any, layer: str, suite: list[Any], servers: Iterable[Any], files: set[str]
) -> list[Any]:
    """Number, seconds and functions called of each test that passes."""
    called: set[tuple[str, str]] = set()

    def watch(frame: Any, event: str, _argument: Any) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename in files:
            called.add((code.co_filename, code.co_qualname.partition(".<locals>")[0]))

    threading.setprofile(watch)
    start(servers)
    found = []
    for number, test in enumerate(suite):
        called.clear()
        since = time.monotonic()
        sys.setprofile(watch)
        failed = fails(options, layer, [test])
        sys.setprofile(None)
        if not failed and called:
            found.append((number, time.monotonic() - since, sorted(called)))
    return found


def fails(options: Any, layer: str, tests: list[Any]) -> bool:
    """Whether one of the tests does; the others are not run then."""
    result = testrunner.TestResult(options, unittest.TestSuite(tests), layer)
    for test in tests:
        try:
            test(result)
        except Exception:  # in what the layer does before and after each test
            return True
        if result.failures or result.errors or result.unexpectedSuccesses:
            return True
    return False


def apply(mutant: Mutant) -> None:
    """Change the function wherever somebody has it."""
    names = (str(PACKAGE / mutant.path), mutant.function)
    functions = [one for one in gc.get_objects() if isinstance(one, FunctionType)]
    codes = ((one, one.__code__) for one in functions)
    found = [one for one, code in codes if (code.co_filename, code.co_qualname) == names]
    for function in found:
        function.__code__ = mutant.code
    if not found:
        raise LookupError(str(mutant))


def mutants_of(patterns: Iterable[str], only: str) -> list[Mutant]:
    found = []
    paths = {path for pattern in patterns for path in PACKAGE.glob(pattern)}
    for path in sorted(paths):
        name = str(path.relative_to(PACKAGE))
        if only in name:
            found += mutants(path.read_text(encoding="utf-8"), name)
            module = name.removesuffix(".py").removesuffix("/__init__")
            importlib.import_module(f"cites.cug.{module.replace('/', '.')}")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--group", choices=GROUPS, action="append")
    parser.add_argument("--only", default="", help="a part of the modules' paths")
    parser.add_argument("--tests", default="", help="a pattern of the tests' modules")
    parser.add_argument("--sample", type=int, help="how many of each group, by chance")
    parser.add_argument("--seed", default="1")
    options = parser.parse_args()
    for group in options.group or GROUPS:
        tried = mutants_of(GROUPS[group], options.only)
        if options.sample and options.sample < len(tried):
            tried = Random(options.seed).sample(tried, options.sample)
        args = ["mutants", "-m", LEFT_OUT]
        args += ["-m", options.tests] if options.tests else []
        runner = Mutation(args, sorted(tried))
        runner.run()
        report(group, runner)


def report(group: str, runner: Mutation) -> None:
    total = len(runner.killed) + len(runner.alive)
    for mutant in runner.alive:
        called = (str(PACKAGE / mutant.path), mutant.function) in runner.called
        print("survived" if called else "not called", mutant)
    modules = Counter(mutant.path for mutant in runner.alive)
    print(*(f"{number:4} {path}" for path, number in modules.most_common()), sep="\n")
    share = 100 * len(runner.killed) / (total or 1)
    print(f"{group}: {len(runner.killed)} of {total} noticed, {share:.1f} %", flush=True)


if __name__ == "__main__":
    main()
