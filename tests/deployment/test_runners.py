"""Both runners, as buildout writes them, find the same tests."""

import re
from tests.deployment.processes import ROOT
from tests.deployment.processes import run


PYTEST_ONLY = ("browser", "benchmarks", "deployment")


def test_both_runners_find_the_same_tests():
    by_zope = run(ROOT / "bin" / "test", "--list-tests")
    assert by_zope.returncode == 0, by_zope.stderr
    dotted = set(re.findall(r"^  \w+ \((tests\..*)\)$", by_zope.stdout, re.MULTILINE))
    folders = [f"--ignore={ROOT / 'tests' / name}" for name in PYTEST_ONLY]
    collect = ("--collect-only", "-q", ROOT / "tests", *folders)
    by_pytest = run(ROOT / "bin" / "pytest", *collect)
    assert by_pytest.returncode == 0, by_pytest.stdout
    paths = re.findall(r"^(tests/.*)\.py(::.*)$", by_pytest.stdout, re.MULTILINE)
    assert dotted == {
        path.replace("/", ".") + name.replace("::", ".") for path, name in paths
    }
    assert dotted
