"""`make mutants`: the share of changed functions that the tests notice.

mutmut and cosmic-ray start the tests anew for each change, which sets Plone's layers up
each time. This sets each layer up once, sees which test runs which statement, and tries
each change in a fork of the process. What the tests run is kept in ``var``.
"""

import argparse
import builtins
import gc
import hashlib
import importlib
import json
import os
import re
import shutil
import signal
import sys
import tempfile
import time
import traceback
import unittest
import zope.testrunner.runner as testrunner
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine
from cites.cug.demo.testing import BareServer, CUG_FIXTURE
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from random import Random
from tests import ROOT
from tools.mutants.changes import Mutant, mutants, NOTE, noted
from types import CodeType, FunctionType
from typing import Any, NamedTuple


PACKAGE = ROOT / "src" / "cites.cug" / "cites" / "cug"
#: What is changed. Tables, such as those of access/policy.py, are no functions: other
#: tests compare them with the site, both ways.
GROUPS = {
    "access": ("access/*.py",),
    "actions": (
        "**/actions.py",
        "**/*_actions.py",
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
#: Seconds of tests that are tried on a change in each layer, those of its module first.
ENOUGH = 30
#: What each test runs: seconds, and statements by module, of all groups. It is seen again
#: when the module of the test has changed; after large changes to the package, delete it.
KEPT = ROOT / "var" / "statements.json"


#: Path of the module in the package, and the name of the function in it.
Function = tuple[str, str]
#: The same, and the place of a statement (``changes.places``).
Statement = tuple[str, str]
#: Seconds, and the places by module.
Seen = tuple[float, dict[str, list[str]]]


class Test(NamedTuple):
    """A test that passes, and the statements that it runs."""

    number: int
    module: str
    seconds: float
    statements: frozenset[Statement]


class Mutation(testrunner.Runner):
    """A runner of the tests, which tries the mutants in each layer instead."""

    def __init__(self, args: list[str], alive: list[Mutant]):
        super().__init__(list(FOUND), args)
        self.alive, self.killed = alive, []
        self.reached: set[Mutant] = set()
        self.show_report = False

    def run_tests(self) -> None:
        setup_layers: dict[Any, int] = {}
        for name, base, suite in sorted(self.ordered_layers(), key=has_server):
            if not self.alive:
                break
            needed = bases_of(base)
            testrunner.tear_down_unneeded(self.options, needed, setup_layers, [])
            testrunner.setup_layer(self.options, base, setup_layers)
            servers = [one for one in needed if isinstance(one, BareServer)]
            with kept_records(CUG_FIXTURE in needed) as restore:
                functions = functions_by_name()
                gc.freeze()  # so that forks have the memory in common
                layer = Layer(
                    self.options, name, list(suite), servers, functions, restore
                )
                self.try_layer(layer)
        testrunner.tear_down_unneeded(self.options, {}, setup_layers, [], optional=True)

    def try_layer(self, layer: "Layer") -> None:
        tests = layer.tests()
        noticed = defaultdict(list)
        for mutant in self.alive:
            place = (mutant.path, mutant.place)
            concerned = ordered((one for one in tests if place in one.statements), mutant)
            if concerned:
                self.reached.add(mutant)
                functions = layer.functions[mutant.path, mutant.function]
                found = layer.noticed(concerned, partial(apply, mutant.code, functions))
                noticed[found].append(mutant)
        for number in layer.failing(noticed.keys() - {NOTHING, ENDED}):
            noticed[NOTHING] += noticed.pop(number)
        killed = {one for found in noticed if found != NOTHING for one in noticed[found]}
        self.alive = [one for one in self.alive if one not in killed]
        self.killed += killed
        print(
            f"{layer.name}: {len(tests)} of {len(layer.suite)} tests, noticed"
            f" {len(killed)}",
            flush=True,
        )


def bases_of(layer: Any) -> list[Any]:
    """The layer, and all that it needs."""
    found: list[Any] = []
    testrunner.gather_layers(layer, found)
    return found


def has_server(ordered: tuple[str, Any, Any]) -> bool:
    """Whether tests of the layer ask over HTTP: what others notice is not tried there."""
    return any(isinstance(one, BareServer) for one in bases_of(ordered[1]))


#: Instead of the number of the test that noticed a change: none has, and the process was
#: ended or took too long, which notices it too.
NOTHING, ENDED = -1, -2


class Layer(NamedTuple):
    """Tests whose layer is set up."""

    options: Any
    name: str
    suite: list[Any]
    servers: list[Any]
    functions: dict[Function, list[FunctionType]]
    #: Puts the SQL records back.
    restore: Callable[[], None]

    def tests(self) -> list[Test]:
        """The tests that pass; those not known are run to see what they run."""
        kept = known()
        keys = [key_of(test) for test in self.suite]
        missing = [number for number, key in enumerate(keys) if key not in kept]
        if missing:
            found = in_child(partial(self.watched, missing), HOURS)
            self.restore()
            kept = known() | {keys[number]: seen for number, seen in found}
            KEPT.write_text(json.dumps(kept))
        found = []
        for number, key in enumerate(keys):
            if key in kept:
                seconds, places = kept[key]
                module = type(self.suite[number]).__module__
                run = frozenset((path, one) for path in places for one in places[path])
                found.append(Test(number, module, seconds, run))
        return found

    def watched(self, numbers: Iterable[int]) -> list[tuple[int, Seen]]:
        """What each of the tests runs that pass, by number."""
        run: set[Statement] = set()
        vars(builtins)[NOTE] = run.add
        for path in modules():
            name = str(path.relative_to(PACKAGE))
            for function, code in noted(source(path), name):
                if functions := self.functions[name, function]:
                    apply(code, functions)
        start(self.servers)
        found = []
        for number in numbers:
            run.clear()
            since = time.monotonic()
            if self.first_failure([number]) == NOTHING:
                places = defaultdict(list)
                for path, place in run:
                    places[path].append(place)
                found.append((number, (round(time.monotonic() - since, 3), places)))
        return found

    def noticed(self, tests: list[Test], change: Callable[[], None]) -> int:
        """Number of the first of the tests that fails after the change."""

        def tried() -> int:
            start(self.servers)
            change()
            return self.first_failure([test.number for test in tests])

        found = in_child(tried, int(TIMES * sum(test.seconds for test in tests) + MORE))
        self.restore()
        return ENDED if found is None else found

    def first_failure(self, numbers: Iterable[int]) -> int:
        """Number of the first test that fails; those after it are not run."""
        result = testrunner.TestResult(
            self.options, unittest.TestSuite(self.suite), self.name
        )
        for number in numbers:
            try:
                self.suite[number](result)
            except Exception:  # in what the layer does before and after each test
                return number
            if result.failures or result.errors or result.unexpectedSuccesses:
                return number
        return NOTHING

    def failing(self, numbers: Iterable[int]) -> Iterator[int]:
        """The tests that fail in a fork without a change: they notice nothing."""
        for number in numbers:
            test = Test(number, "", 10, frozenset())
            if self.noticed([test], lambda: None) != NOTHING:
                print("fails by itself:", self.suite[number].id(), flush=True)
                yield number


def ordered(tests: Iterable[Test], mutant: Mutant) -> list[Test]:
    """Those named after the module first, then the fast ones, until it is enough."""
    folder, _slash, name = mutant.path.removesuffix(".py").rpartition("/")
    own = f"tests.{folder}.test_{name}".replace("/", ".")
    found, seconds = [], 0.0
    for test in sorted(tests, key=lambda one: (one.module != own, one.seconds)):
        if (seconds := seconds + test.seconds) > ENOUGH and found:
            break
        found.append(test)
    return found


def known() -> dict[str, Seen]:
    return json.loads(KEPT.read_text()) if KEPT.exists() else {}


@cache
def digest(module: str) -> str:
    return hashlib.sha1(Path(sys.modules[module].__file__ or "").read_bytes()).hexdigest()


def key_of(test: Any) -> str:
    return f"{test.id()} {digest(type(test).__module__)[:8]}"


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


def functions_by_name() -> dict[Function, list[FunctionType]]:
    """The functions and methods of all groups, wherever somebody has them."""
    found = defaultdict(list)
    files = {str(path): str(path.relative_to(PACKAGE)) for path in modules()}
    gc.unfreeze()  # what the layers or an earlier one froze would not be listed
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and one.__code__.co_filename in files:
            code = one.__code__
            found[files[code.co_filename], code.co_qualname].append(one)
    return found


def apply(code: CodeType, functions: Iterable[FunctionType]) -> None:
    """Give the code to the function; another, as that of a setter, has its name too."""
    found = [
        one for one in functions if one.__code__.co_firstlineno == code.co_firstlineno
    ]
    for function in found:
        # Without a call of super(), the code would not have its class.
        freevars = function.__code__.co_freevars
        function.__code__ = code.replace(co_freevars=freevars)
    if not found:
        raise LookupError(code.co_qualname)


def modules(*groups: str) -> list[Path]:
    """Those of some groups, or of all."""
    patterns = [pattern for group in groups or GROUPS for pattern in GROUPS[group]]
    return sorted({path for one in patterns for path in PACKAGE.glob(one)})


@cache
def source(path: Path) -> str:
    """As it was when it was imported, whatever is written meanwhile."""
    return path.read_text(encoding="utf-8")


def mutants_of(group: str, only: str) -> list[Mutant]:
    found = []
    for path in modules(group):
        name = str(path.relative_to(PACKAGE))
        if re.search(only, name):
            found += mutants(source(path), name)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--group", choices=GROUPS, action="append")
    parser.add_argument("--only", default="", help="a pattern of the modules' paths")
    parser.add_argument("--tests", default="", help="a pattern of the tests' modules")
    parser.add_argument("--sample", type=int, help="how many of each group, by chance")
    parser.add_argument("--seed", default="1")
    options = parser.parse_args()
    for path in modules():
        source(path)
        name = path.relative_to(PACKAGE).with_suffix("").as_posix()
        module = name.removesuffix("/__init__").replace("/", ".")
        importlib.import_module(f"cites.cug.{module}")
    for group in options.group or GROUPS:
        tried = mutants_of(group, options.only)
        if options.sample and options.sample < len(tried):
            tried = Random(options.seed).sample(tried, options.sample)
        args = ["mutants", "-m", LEFT_OUT]
        args += ["-m", options.tests] if options.tests else []
        runner = Mutation(args, sorted(tried, key=lambda one: one[:5]))
        runner.run()
        report(group, runner)


def report(group: str, runner: Mutation) -> None:
    for mutant in runner.alive:
        print("survived" if mutant in runner.reached else "not reached", mutant)
    killed = Counter(mutant.path for mutant in runner.killed)
    total = killed + Counter(mutant.path for mutant in runner.alive)
    for path, number in sorted(total.items()):
        print(f"{killed[path]:4} of {number:3} {path}")
    share = 100 * killed.total() / (total.total() or 1)
    print(f"{group}: {killed.total()} of {total.total()} noticed, {share:.1f} %")


if __name__ == "__main__":
    main()
