"""Both runners, as buildout writes them, find the same tests; a job runs each once."""

import re
import runpy
import sys
from tests.deployment.processes import ROOT, run
from tests.some import some


PYTEST_ONLY = ("chromium", "benchmarks", "deployment")


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


def test_each_module_is_in_one_job(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(ROOT / "scripts"), *sys.path])
    jobs = runpy.run_path(str(ROOT / "scripts" / "test.py"))["JOBS"]
    for path in some((ROOT / "tests").rglob("test_*.py")):
        name = path.relative_to(ROOT)
        module = ".".join(name.with_suffix("").parts)
        found = [
            job.name
            for job in jobs
            if (job.runner == "pytest" and str(name).startswith(job.arguments[0] + "/"))
            or (
                job.runner == "test"
                and name.parts[1] not in PYTEST_ONLY
                and re.search(job.arguments[1], module)
            )
        ]
        assert len(found) == 1, (module, found)
