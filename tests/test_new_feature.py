"""The worked examples of ``docs/new-feature.md`` fit the code.

Each is put into a copy of the repository: its blocks, and its commands. What can be asked
without a site is asked of the copy in a process of its own; ``make test-all`` runs the
tests of the examples in a site too.
"""

import os
import re
import subprocess
import sys
import unittest
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from shutil import copy, copytree, ignore_patterns
from tempfile import TemporaryDirectory
from tests.sampling import EVERYTHING
from typing import NamedTuple


ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "docs" / "new-feature.md").read_text(encoding="utf-8")
PACKAGE = Path("src", "cites.cug", "cites", "cug")
COPIED = ("docs", "news", "scripts", "src", "tests")
#: What a block does, above it: a new file, or something beside a line of a file.
INSTRUCTION = re.compile(
    r"(?:New\sfile|(?P<where>After|Before|Instead\sof)\s`(?P<line>[^`]+)`"
    r"(?:\safter\s`(?P<above>[^`]+)`)?\sin)\s`(?P<path>[^`]+)`:\n\n\Z"
)
FENCE = re.compile(r"^```(\w+)\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
TOUCHED = re.compile(r"\*\*(\d+) files\*\*")
ROW = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)

COMPLETE = "Translations are complete.\n"

#: How the service of the example is registered, in a process without a site.
REGISTERED = """
import cites.cug.access, cites.cug.membership, cites.cug.web.resource
import plone.rest, Products.CMFCore, Products.Five
from cites.cug.access.permissions import Permission
from cites.cug.interfaces import IClosedUserGroup, ICugLayer
from cites.cug.membership.api.shifts import ShiftsGet
from zope.component import getGlobalSiteManager
from zope.configuration import xmlconfig

loaded = None
for name, package in (
    ("meta.zcml", Products.Five),
    ("meta.zcml", plone.rest),
    ("meta.zcml", cites.cug.web.resource),
    ("permissions.zcml", Products.CMFCore),
    ("permissions.zcml", cites.cug.access),
    ("services.zcml", cites.cug.membership),
):
    loaded = xmlconfig.file(name, package, loaded)
service = getGlobalSiteManager().adapters.registered(
    (IClosedUserGroup, ICugLayer), xmlconfig.Interface, "GET_application_json_@shifts"
)
assert issubclass(service, ShiftsGet), service
((permission, _names),) = service.__ac_permissions__
assert permission == Permission.SEE_DIRECTORY, permission
"""

#: What follows from the field of the example, in a process without a site.
FOLLOWS = """
from cites.cug.web.confirmation.content_texts import texts_in
from cites.cug.web.forms.member_form import parts_of
from cites.cug.library.items.alert import Alert, IAlert
from cites.cug.library.items.browser.alert import AlertPage
from cites.cug.library.lists.browser.facets import NAMES
from cites.cug.library.lists.filters import FILTERS, index_values
from cites.cug.library.lists.query_parameters import read_library_query
from cites.cug.library.lists.searchable_text import written_texts
from cites.cug.web.restapi.field_deserializers import JsonLine
from tests.library.fields import TEXT_FIELDS
from zope.component import provideAdapter, queryMultiAdapter
from zope.interface import alsoProvides
from zope.publisher.browser import TestRequest
from cites.cug.interfaces import ICugLayer
from plone.restapi.interfaces import IFieldDeserializer

field, alert, request = IAlert["vessel_name"], Alert(), TestRequest()
alsoProvides(request, ICugLayer)
assert "vessel_name" in TEXT_FIELDS
(part,) = [one.name for one in parts_of(IAlert) if "vessel_name" in one.fields]
assert part == "route", part
assert "vessel_name" not in AlertPage.shown_apart
provideAdapter(JsonLine)
read = queryMultiAdapter((field, alert, request), IFieldDeserializer)
vars(alert).update({**dict.fromkeys(IAlert), "objectValues": list})
alert.vessel_name = read("Star of zq")
assert list(written_texts(alert)).count("Star of zq") == 1
written = texts_in([("vessel_name", field, alert.vessel_name)], {})
assert written == {"vessel_name": "Star of zq"}, written
one = FILTERS["vessel_name"]
assert (one.index, NAMES[one.name]) == ("library_vessel_name", field.title), one
assert index_values(one, alert) == "Star of zq"
assert read_library_query({"vessel_name": "Star of zq"}).filters
"""


class Block(NamedTuple):
    """Text for a file, or a command."""

    language: str
    text: str
    #: None for a command, and for a block that shows what is there.
    instruction: re.Match[str] | None


def blocks_of(text: str) -> Iterator[Block]:
    for found in FENCE.finditer(text):
        instruction = None
        paragraph = text[: found.start()].rpartition("\n\n")[0].rpartition("\n\n")[2]
        instruction = INSTRUCTION.search(f"{paragraph}\n\n")
        yield Block(found[1], found[2], instruction)


def example(heading: str) -> str:
    """The part of the guide below a heading."""
    text = GUIDE.partition(f"### Example: `{heading}`\n")[2]
    return text.partition("\n## ")[0]


def path_of(name: str) -> Path:
    """Where in the repository a file lies that the guide names."""
    of_repository = name.partition("/")[0] in ("docs", "news", "tests")
    return Path(name) if of_repository else PACKAGE / name


class Copy:
    """A copy of the repository that an example is put into."""

    def __init__(self):
        self.folder = TemporaryDirectory(prefix="cug-example-")
        self.root = Path(self.folder.name)
        #: What the check says while messages are not translated yet.
        self.complaints: list[str] = []
        for name in COPIED:
            ignored = ignore_patterns("__pycache__", "*.mo")
            copytree(ROOT / name, self.root / name, ignore=ignored)
        copy(ROOT / "constraints.txt", self.root)
        copy(ROOT / "pyproject.toml", self.root)
        (self.root / ".venv").symlink_to(sys.prefix)

    def put(self, block: Block) -> None:
        if block.language == "sh":
            self.run("sh", "-ec", block.text)
            if "translations" in block.text:
                self.complaints.append(self.untranslated())
            return
        told = block.instruction
        path = self.root / path_of(told["path"])
        if told["where"] is None:
            if path.exists():
                raise AssertionError(f"not new: {path}")
            path.write_text(block.text, encoding="utf-8")
            return
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        start = self.line(lines, told["above"], path) + 1 if told["above"] else 0
        place = start + self.line(lines[start:], told["line"], path, first=bool(start))
        text = block.text.splitlines(keepends=True)
        after, until = {
            "After": (place + 1, place + 1),
            "Before": (place, place),
            "Instead of": (place, place + 1),
        }[" ".join(told["where"].split())]
        lines[after:until] = text
        path.write_text("".join(lines), encoding="utf-8")

    def line(self, lines: list[str], line: str, path: Path, first: bool = False) -> int:
        """Where it stands, as the only one."""
        places = [place for place, one in enumerate(lines) if one == f"{line}\n"]
        if not places or (len(places) > 1 and not first):
            raise AssertionError(f"{len(places)} times in {path}: {line}")
        return places[0]

    def run(self, *command: str | Path) -> str:
        """Run something in the copy, with the copy's code; gives what it prints."""
        environment = {**os.environ, "PYTHONPATH": str(self.root / "src" / "cites.cug")}
        ran = subprocess.run(
            command, cwd=self.root, env=environment, capture_output=True, text=True
        )
        if ran.returncode:
            raise AssertionError(f"{command}\n{ran.stdout}\n{ran.stderr}")
        return ran.stdout

    def python(self, *arguments: str) -> str:
        return self.run(self.root / ".venv" / "bin" / "python", *arguments)

    def untranslated(self) -> str:
        check = "import sys; sys.path.append('scripts'); import translations as one"
        return self.python("-c", f"{check}; one.check()")

    def changed(self) -> set[Path]:
        """Files that are not as in the repository."""
        files = {
            path.relative_to(self.root)
            for name in COPIED
            for path in (self.root / name).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        return {
            path
            for path in files
            if path.suffix != ".mo"
            and (
                not (ROOT / path).exists()
                or (ROOT / path).read_bytes() != (self.root / path).read_bytes()
            )
        }


@lru_cache
def copy_with(heading: str) -> Copy:
    """A copy with that example in it, made once for all tests."""
    made = Copy()
    for block in blocks_of(example(heading)):
        made.put(block)
    return made


class ExampleCase(unittest.TestCase):
    heading: str

    def setUp(self):
        self.copy = copy_with(self.heading)

    def assertTouchesWhatIsListed(self):
        text = FENCE.sub("", example(self.heading))
        listed = [path_of(name) for name in ROW.findall(text)]
        self.assertEqual(set(listed), self.copy.changed())
        self.assertEqual(len(listed), int(TOUCHED.search(text)[1]))

    def assertChecked(self) -> None:
        """As ``make check`` does with what an example changes."""
        changed = sorted(self.copy.changed())
        sources = [path for path in changed if path.suffix == ".py"]
        self.copy.python("-m", "ruff", "check", "--quiet", *map(str, sources))
        self.copy.python("-m", "ruff", "format", "--check", "--quiet", *map(str, sources))
        for path in changed:
            if path.suffix == ".zcml":
                self.copy.python("-m", "zpretty.cli", "--check", str(path))

    def run_in_site(self, *tests: str) -> None:
        if not EVERYTHING:
            self.skipTest("make test-all runs it in a site")
        self.copy.python("-m", "pytest", "-q", "-p", "no:cacheprovider", *tests)


class ServiceTest(ExampleCase):
    heading = "@shifts"

    def test_it_touches_what_is_listed(self):
        self.assertTouchesWhatIsListed()

    def test_the_rules_of_the_layout_hold(self):
        turns = "tests.membership.api.test_shifts.TurnsTest"
        self.copy.python(
            "-W", "ignore", "-m", "unittest", "tests.test_architecture", turns
        )

    def test_it_passes_the_checks(self):
        self.assertChecked()

    def test_it_is_registered_with_its_permission(self):
        self.copy.python("-W", "ignore", "-c", REGISTERED)

    def test_it_is_printed(self):
        printed = (self.copy.root / "docs" / "who-sees-what.md").read_text()
        row = "| GET | `@shifts` | IClosedUserGroup | cites.cug: See directory |"
        self.assertIn(row, printed)

    def test_it_is_asked_by_the_matrix(self):
        self.copy.python("-c", "import tests.access.channels")
        channels = (self.copy.root / "tests" / "access" / "channels.py").read_text()
        self.assertEqual(channels.count("@shifts"), 3)

    def test_it_answers(self):
        self.run_in_site(
            "tests/membership/api/test_shifts.py", "tests/test_translations.py"
        )


class FieldTest(ExampleCase):
    heading = "vessel_name"

    def test_it_touches_what_is_listed(self):
        self.assertTouchesWhatIsListed()

    def test_the_rules_of_the_layout_hold(self):
        self.copy.python("-m", "unittest", "tests.test_architecture")

    def test_it_passes_the_checks(self):
        self.assertChecked()

    def test_what_follows_from_the_schema(self):
        self.copy.python("-W", "ignore", "-c", FOLLOWS)

    def test_its_title_must_be_translated(self):
        key = "library_alert_vessel_name_label"
        message = f"not translated: {key!r}"
        complaint, recorded = self.copy.complaints
        self.assertIn(f"en: no text: {key!r}\n", complaint)
        for language in ("fr", "es"):
            self.assertIn(f"{language}: {message}\n", complaint)
        self.assertEqual(recorded, COMPLETE)

    def test_it_is_there_and_on_the_page(self):
        self.run_in_site(
            "tests/test_translations.py",
            "tests/library/items/api/test_field_deserializers.py",
            "tests/library/items/browser/test_alert.py",
            "tests/library/items/test_alert.py",
            "tests/library/lists/test_filters.py",
        )


class GuideTest(unittest.TestCase):
    """What it shows of the code without changing it stands there."""

    def test_what_is_quoted(self):
        code = [
            path.read_text(encoding="utf-8")
            for kind in ("*.py", "*.zcml")
            for path in (ROOT / PACKAGE).rglob(kind)
        ]
        quoted = [
            block.text.strip()
            for block in blocks_of(GUIDE)
            if block.instruction is None and block.language != "sh"
        ]
        self.assertEqual(len(quoted), 4)
        for text in quoted:
            self.assertTrue(any(text in one for one in code), text)
