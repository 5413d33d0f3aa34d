"""The rules of the layout: which part may know which, and names.

A part is a folder or module directly below `cites.cug`, `core` or `web`. It may import
parts of a lower layer and itself; parts of one layer do not know each other. What is in
`browser` and `api` is imported by its own part alone.
"""

import ast
import re
import sys
import unittest
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from tests.some import some


ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "cites.cug" / "cites" / "cug"
#: The check of texts and files, a distribution of its own.
NONNOMINAL = ROOT / "src" / "cites.nonnominal" / "cites" / "nonnominal"
#: What the check may import beside itself and Python's own modules.
NEEDED_BY_CHECK = {
    "lxml",
    "phonenumbers",
    "pikepdf",
    "PIL",
    "pycrfsuite",
    "stdnum",
    "zope.i18nmessageid",
}

#: Lowest first: the base, who may see what, what pages and services are made of, the
#: domains, what composes them, and what stands outside a running portal.
LAYERS = (
    {"interfaces", "core/metrics", "core/plone_internals", "core/validation"},
    {"core/programs", "core/settings"},
    {"core/encryption"},
    {"core/http_client", "core/jobs", "core/sql"},
    {"core/trail"},
    {"core/codelists", "core/fulltext", "core/named_values"},
    {"access", "wsgi"},
    {"web/downloads", "web/layout"},
    {"web/help", "web/limits", "web/publishing"},
    {"web/uploads"},
    {"web/confirmation"},
    {"web/restapi"},
    {"web/forms"},
    {"web/resource"},
    {"mailing"},
    {"codelist_editor", "login", "reports"},
    {"library", "membership", "messaging", "permits", "workspaces"},
    {"exchange", "home", "setup", "trail_desk"},
    {"demo"},
    {"operations"},
)
RANK = {part: rank for rank, parts in enumerate(LAYERS) for part in parts}
#: Where everything is put together.
TABLES_OF_CONTENTS = {
    "configure.zcml",
    "profiles.zcml",
}
#: Attributes of ZCML that hold no reference to code.
WORDS = {"description", "id", "name", "permission", "title"}
VAGUE_NAMES = {"api", "common", "helper", "helpers", "util", "utils"}
PERMISSION_CHECKS = {"checkPermission", "has_permission", "validate_permission"}
#: What holds a file that is stored. The module that takes files in makes them of those
#: alone that were judged and cleaned; what else may use a class, for its own copies.
STORED_FILES = {"NamedBlobFile", "NamedBlobImage", "NamedFile", "NamedImage", "Blob"}
MAKERS = {
    ("web", "uploads", "files.py"): {"NamedBlobFile", "NamedBlobImage"},
    # A copy that bears the caller's name, for one answer.
    ("library", "items", "delivery.py"): {"NamedFile"},
    # Drawn anew from a picture that was taken in.
    ("membership", "portraits.py"): {"NamedImage"},
}
#: Collections that a process fills while it serves, and why each stays small.
KEPT = {
    "web.publishing.free_space._seen": "two numbers",
    "wsgi.graceful_stop._servers": "the process's servers, weakly",
    "wsgi.web_server._places": "the parts of servers that have threads, weakly",
    "core.jobs.background._threads": "the threads that run, weakly",
    "core.jobs.job_runner._failing": "the jobs",
    "core.jobs.job_threads._clocks": "the process's clock",
    "library.lists.bitmaps._views": "the connections to the content, weakly",
    "library.items.page_previews._known": "MOST_KNOWN",
    "library.items.read_marks._seen": "MAX_SEEN",
    "login.password_check._recent": "MOST_RECENT",
    "nonnominal.names.arabic._known": "the names of a list",
    "operations.browser.monitoring._found": "what was found last",
    "web.restapi.services._tags": "MOST_TAGS",
}
EMPTY = {
    *("{}", "[]", "set()", "dict()", "list()", "deque()", "Counter()", "OrderedDict()"),
    *("WeakKeyDictionary()", "WeakSet()", "WeakValueDictionary()", "defaultdict()"),
}
#: Public although they begin with an underscore; ``plone_internals`` says of which.
PUBLIC = {
    *("_asdict", "_fields", "_make", "_replace"),  # named tuples
    *("_delObject", "_get_id", "_getOb", "_setObject", "_setId"),  # OFS.interfaces
    "_exit",  # os
    "_Element",  # lxml
}
#: What begins so is persistent's.
PERSISTENT = "_p_"
#: Plone's methods and attributes that our subclasses override or call: they cannot move.
#: ``tests/core/test_plone_internals.py`` finds each in Plone's class.
INHERITED = {
    "_add_user",
    "_finish",
    "_finishedRegister",
    "_getFile",
    "_get_user",
    "_get_user_id",
    "_has_permission_to_access_vocabulary",
    "_validate",
}
#: What we keep ourselves on an object of Plone's: who asks to join a workspace.
OWN = {"_join_requests"}
ACCESSORS = {"delattr", "getattr", "hasattr", "setattr"}
#: Requests are refused by ``Refusal``, ``invalid()`` or ``Missing`` of validation/errors.
#: Each other exception, and who tells it from these.
EXCEPTIONS = {
    "web.publishing.free_space.NoSpaceLeft": "answered by 507",
    "web.publishing.negotiation.NotAcceptable": "answered by 406",
    "wsgi.request_checks.RequestRefused": "the WSGI filter, which knows no request",
    "access.transitions.NoReason": "pages ask for the reason; access is below validation",
    "access.transitions.OutOfTurn": "pages lead back; programs learn what is possible",
    "core.trail.notes.BadNote": "a check goes on behind it; audit is below validation",
    "core.trail.sealing.RewrittenTrail": "the clock's job fails, which is told",
    "core.trail.tree.MissingHash": "a check goes on behind it",
    "trail_desk.cosigning.WitnessFailed": "the clock's job fails, which is told",
    "trail_desk.streaming.records.StreamStuck": "the records keep it, which is told",
    "codelist_editor.taxon_lists.lines.UnreadableLine": "raised in a process of its own",
    "codelist_editor.taxon_lists.storing.WrongList": "has rows and columns",
    "core.codelists.corrections.MalformedCorrection": "has a line; beside validation",
    "web.confirmation.requirement.NonNominal": "forms and programs ask for the reason",
    "core.encryption.keys.KeyTrouble": "the portal must not start",
    "core.encryption.keys.UnknownKey": "one message cannot be opened, the others can",
    "core.encryption.sealing.Untrusted": "lists leave the message out, services say so",
    "exchange.alert_imports.importing.Unmatched": "answers the headings of the file",
    "exchange.alert_imports.reading.WrongRows": "has rows and columns",
    "exchange.alert_imports.reading.WrongTable": "has the table and its matching",
    "exchange.alert_imports.values.Unknown": "words may be kept in the text instead",
    "setup.conditions.InstallationRefused": "Plone's screen of add-ons shows it",
    "library.items.browser.specimen_widget.SpecimenProblems": "marks row and column",
    "library.items.marks.drawing.Unmarkable": "raised in a process of its own",
    "web.layout.audience_parts.PartChanged": "each form names its own field",
    "web.limits.use.OverLimit": "is logged before it is raised again",
    "nonnominal.files.cleaned.Uncleanable": "raised in a process of its own",
    "operations.archive.Damaged": "a check goes on behind it",
    "operations.backup.Gone": "the backup is begun anew",
    "operations.faults.OperationFailed": "bin/cug says it in one line",
    "operations.start.NotReady": "the process ends; bin/cug doctor reports it",
    "core.http_client.streams.StreamBroken": "the records keep it, which is told",
    "core.http_client.transport.OutsideFailed": "no refusal of the request: an answer",
    "permits.actions.storing.Contradiction": "an import names both lines",
    "permits.formats.raw_permit.NothingWanted": "a hub that answers with a fault",
    "permits.formats.raw_permit.UnreadableFile": "has files and lines",
    "permits.sources.source.SourceRefused": "no refusal of the request: an answer",
    "core.programs.bounds.ProgramFailed": "the file is at fault",
    "core.programs.bounds.ProgramsBusy": "answered by 503",
    "core.sql.session.RecordsBusy": "Zope runs the request again",
    "core.validation.errors.InvalidValue": "zope.schema's, of one field",
    "core.validation.errors.InvalidValues": "forms show each at its input",
    "core.validation.errors.Missing": "hidden and missing are answered alike",
    "core.validation.errors.Refusal": "all others",
}
#: A start would be a tenth longer with them.
SLOW = {"alembic", "cites.nonnominal.rules", "openpyxl", "zxcvbn"}
#: Names by which a class is known to be an exception: our own, and those that end so.
EXCEPTION = re.compile(r"(Error|Exception|NotFound|Unauthorized|InvalidTag)$")


def module_name(path: Path) -> str:
    """Without ``cites`` and ``cug``."""
    base = PACKAGE if path.is_relative_to(PACKAGE) else NONNOMINAL.parent
    return ".".join(path.relative_to(base).with_suffix("").parts)


def part_of(path: Path) -> str:
    return part_named(*module_name(path).split(".")[:2])


def part_named(first: str, second: str = "") -> str:
    """``core`` and ``web`` are made of parts."""
    return f"{first}/{second}" if first in ("core", "web") and second else first


def modules() -> list[Path]:
    """Of both distributions."""
    return [*some(PACKAGE.rglob("*.py")), *some(NONNOMINAL.rglob("*.py"))]


@cache
def nodes_of(path: Path) -> list[ast.AST]:
    """What a module is made of; it is parsed once for all tests."""
    return [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))]


def tearDownModule():
    nodes_of.cache_clear()


def imported_names(
    path: Path, nodes: Iterable[ast.AST] = ()
) -> Iterator[tuple[int, str]]:
    """Line and full name of everything imported, relative imports resolved.

    By these nodes of the file, or by all of them.
    """
    for node in nodes or nodes_of(path):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                folder = path.parents[node.level - 1].relative_to(PACKAGE)
                base = ".".join(["cites.cug", *folder.parts, *filter(None, [base])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def parts_named(text: str) -> Iterator[str]:
    """The parts in dotted names; permissions are capitalised, `_` translates."""
    for names in re.findall(r"\bcites\.cug\.([a-z]\w*)(?:\.([a-z]\w*))?", text):
        yield part_named(*names)


def is_private(name: object) -> bool:
    """A leading underscore; not the one that translates, and not Python's own."""
    return isinstance(name, str) and bool(re.match(r"_[^_]", name))


def private_names(nodes: Iterable[ast.AST]) -> Iterator[tuple[int, str, str]]:
    """Line, name and owner of each private attribute that is reached.

    Owner is the name before the dot, or of what is called there, as ``super``.
    """
    for node in nodes:
        if isinstance(node, ast.Attribute) and is_private(node.attr):
            owner = node.value.func if isinstance(node.value, ast.Call) else node.value
            yield node.lineno, node.attr, getattr(owner, "id", "")
        elif isinstance(node, ast.Call) and len(node.args) > 1:
            name = getattr(node.args[1], "value", None)
            if getattr(node.func, "id", None) in ACCESSORS and is_private(name):
                yield node.lineno, name, getattr(node.args[0], "id", "")


def defined_names(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Functions, classes, variables, and attributes that are set on ``self``."""
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif (
            isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Store)
            and getattr(node.value, "id", None) in ("self", "cls")
        ):
            yield node.attr


def empty_containers(path: Path) -> Iterator[str]:
    """Variables of a module that begin as an empty collection, to be filled later."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            begun = re.sub(r"\[[^()]*\](?=\(\)$)", "", ast.unparse(node.value))
            if begun in EMPTY:
                targets = getattr(node, "targets", None) or [node.target]
                yield from map(ast.unparse, targets)


class TestDirection(unittest.TestCase):
    """Imports and includes go down, never sideways or up."""

    def assertMayKnow(self, part: str, other: str, place: str) -> None:
        for name in (part, other):
            self.assertIn(name, RANK, f"{place}: {name} has no layer in LAYERS")
        known = part == other or RANK[other] < RANK[part]
        self.assertTrue(known, f"{place}: {part} must not know {other}")

    def test_imports(self):
        for path in some(PACKAGE.rglob("*.py")):
            for line, name in imported_names(path):
                for other in parts_named(name):
                    self.assertMayKnow(part_of(path), other, f"{path}:{line}")

    def test_pages_and_services_are_their_own_parts(self):
        """What others need of them stands beside ``browser`` and ``api``."""
        for path in some(PACKAGE.rglob("*.py")):
            for line, name in imported_names(path):
                inner = {"api", "browser"} & {*name.split(".")[3:]}
                if inner and name.startswith("cites.cug."):
                    room = path.relative_to(PACKAGE).parts[0]
                    self.assertEqual(room, name.split(".")[2], f"{path}:{line}: {name}")

    def test_zcml(self):
        for path in some(PACKAGE.rglob("*.zcml")):
            if path.name in TABLES_OF_CONTENTS and path.parent == PACKAGE:
                continue
            for attribute, value in re.findall(r'([\w:]+)="([^"]*)"', path.read_text()):
                if attribute not in WORDS:
                    self.assertNotRegex(value, r"(?<!\S)\.\.\w", path)
                    for other in parts_named(value):
                        self.assertMayKnow(part_of(path), other, str(path))

    def test_the_check_of_texts_stands_by_itself(self):
        allowed = NEEDED_BY_CHECK | sys.stdlib_module_names | {"cites.nonnominal"}
        for path in some(NONNOMINAL.rglob("*.py")):
            for line, name in imported_names(path):
                known = any(f"{name}.".startswith(f"{one}.") for one in allowed)
                self.assertTrue(known, f"{path}:{line}: {name}")

    def test_only_the_guard_checks_permissions(self):
        guard = PACKAGE / "access" / "guard.py"
        for path in set(PACKAGE.rglob("*.py")) - {guard}:
            for node in nodes_of(path):
                name = getattr(node, "attr", getattr(node, "id", None))
                place = f"{path}:{getattr(node, 'lineno', 0)}"
                self.assertNotIn(name, PERMISSION_CHECKS, place)

    def test_files_come_from_uploads_alone(self):
        """However it is spelt: imported, or reached through a module."""
        for path in some(PACKAGE.rglob("*.py")):
            allowed = MAKERS.get(path.relative_to(PACKAGE).parts, set())
            named = {name.rpartition(".")[2] for _line, name in imported_names(path)}
            named |= {node.attr for node in nodes_of(path) if hasattr(node, "attr")}
            self.assertLessEqual(named & STORED_FILES, allowed, path)


class TestStart(unittest.TestCase):
    """What takes long to load is loaded when it is needed: by functions, not modules."""

    def test_imports(self):
        for path in modules():
            if "migrations" not in path.parts:
                for line, name in imported_names(path, nodes_of(path)[0].body):
                    slow = [one for one in SLOW if f"{name}.".startswith(f"{one}.")]
                    self.assertEqual([], slow, f"{path}:{line}")


class TestMemory(unittest.TestCase):
    """What a process keeps from one request to the next is bounded."""

    def test_caches_of_functions_with_arguments(self):
        """``cache`` keeps an answer to every question, for good."""
        for path in modules():
            for node in nodes_of(path):
                if isinstance(node, ast.FunctionDef):
                    decorators = {*map(ast.unparse, node.decorator_list)}
                    asked = ast.unparse(node.args) and decorators & {"cache"}
                    self.assertFalse(asked, f"{path}:{node.lineno}: use lru_cache")
                if isinstance(node, ast.keyword) and node.arg == "maxsize":
                    self.assertNotEqual("None", ast.unparse(node.value), path)

    def test_what_modules_fill(self):
        """Each says why it stays small."""
        found = {
            f"{module_name(path)}.{name}"
            for path in modules()
            for name in empty_containers(path)
        }
        self.assertEqual(KEPT.keys(), found)


class TestPlonesInside(unittest.TestCase):
    """Private names of Plone and other libraries are used in one place."""

    def setUp(self):
        self.paths = [one for one in modules() if part_of(one) != "core/plone_internals"]

    def test_attributes(self):
        ours = {name for path in self.paths for name in defined_names(nodes_of(path))}
        for path in self.paths:
            for line, name, owner in private_names(nodes_of(path)):
                allowed = PUBLIC | OWN
                if owner in ("self", "cls"):
                    allowed |= INHERITED | ours
                elif owner == "super":
                    allowed |= INHERITED
                if not name.startswith(PERSISTENT):
                    self.assertIn(name, allowed, f"{path}:{line}")

    def test_imports(self):
        for path in self.paths:
            for line, name in imported_names(path):
                private = [one for one in name.split(".") if is_private(one)]
                if not name.startswith(("cites.cug.", "cites.nonnominal.")):
                    self.assertEqual([], private, f"{path}:{line}")

    def test_patches(self):
        """They are applied beside the functions that they put in place."""
        for path in some(PACKAGE.rglob("*.zcml")):
            if path.parent.name != "plone_internals":
                self.assertFalse("monkey:patch" in path.read_text(), path)

    def test_what_counts(self):
        """The rule sees each way of reaching a private name."""
        for code, owner in (
            ("brain._secret", "brain"),
            ("tool()._secret", "tool"),
            ("super()._secret()", "super"),
            ("self._secret = 1", "self"),
            ("a.b._secret", ""),
            ("getattr(tool, '_secret', None)", "tool"),
        ):
            found = [*private_names(ast.walk(ast.parse(code)))]
            self.assertEqual([(1, "_secret", owner)], found)
        for code in ("_('text')", "self.__class__", "getattr(one, name)", "plain.name"):
            self.assertEqual([], [*private_names(ast.walk(ast.parse(code)))])


class TestShape(unittest.TestCase):
    """Names that say something. How complex code may be, ruff checks (pyproject.toml)."""

    def test_names(self):
        for path in modules():
            self.assertNotIn(path.stem, VAGUE_NAMES, path)


def exception_classes() -> set[str]:
    """Module and name of each exception class, by the names of its bases."""
    found: dict[str, str] = {}
    classes = [
        (module_name(path), node)
        for path in modules()
        for node in nodes_of(path)
        if isinstance(node, ast.ClassDef)
    ]
    while True:
        before = len(found)
        for module, node in classes:
            bases = (ast.unparse(base).rpartition(".")[2] for base in node.bases)
            if any(base in found or EXCEPTION.search(base) for base in bases):
                found[node.name] = f"{module}.{node.name}"
        if len(found) == before:
            return set(found.values())


class TestRefusals(unittest.TestCase):
    """Exceptions are few: a new one is there for whoever tells it from the others."""

    def test_each_is_told_from_others(self):
        self.assertEqual(set(EXCEPTIONS), exception_classes())
