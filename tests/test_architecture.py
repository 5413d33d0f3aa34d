"""The rules of the layout: which part may know which, and names.

A part is a folder or module directly below `cites.cug`. It may import parts of a lower
layer and itself; parts of one layer do not know each other.
"""

import ast
import re
import unittest
from collections.abc import Iterator
from pathlib import Path


ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "cites.cug" / "cites" / "cug"

#: Lowest first: the base in its own order, what pages are made of, the domains, what
#: composes them, and what stands outside a running portal.
LAYERS = (
    {"interfaces"},
    {"programs", "settings"},
    {"encryption"},
    {"clock", "sql"},
    {"audit"},
    {"nonnominal"},
    {"access"},
    {"codelists", "downloads", "json_service", "layout", "validation"},
    {"limits"},
    {"uploads"},
    {"confirmation"},
    {"restapi"},
    {"forms"},
    {"mailing"},
    {"login", "reports"},
    {"library", "membership", "messaging", "permits", "workspaces"},
    {"exchange", "home", "installation", "wiring"},
    {"demo", "setuphandlers", "upgrades"},
    {"create_site", "testing"},
)
RANK = {part: rank for rank, parts in enumerate(LAYERS) for part in parts}
#: Where everything is put together.
TABLES_OF_CONTENTS = {
    "configure.zcml",
    "profiles.zcml",
    "wiring.zcml",
    "wiring_utilities.zcml",
}
#: Attributes of ZCML that hold no reference to code.
WORDS = {"description", "id", "name", "permission", "title"}
VAGUE_NAMES = {"api", "common", "helper", "helpers", "util", "utils"}
PERMISSION_CHECKS = {"checkPermission", "has_permission", "validate_permission"}
#: What holds a file that is stored. The module that takes files in makes them of those
#: alone that were judged and cleaned; what else may use a class, for its own copies.
STORED_FILES = {"NamedBlobFile", "NamedBlobImage", "NamedFile", "NamedImage", "Blob"}
MAKERS = {
    ("uploads", "files.py"): {"NamedBlobFile", "NamedBlobImage"},
    # A copy that bears the caller's name, for one answer.
    ("library", "delivery.py"): {"NamedFile"},
    # Drawn anew from a picture that was taken in.
    ("membership", "portraits.py"): {"NamedImage"},
}


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported_names(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of everything imported, relative imports resolved."""
    for node in ast.walk(tree_of(path)):
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
    yield from re.findall(r"\bcites\.cug\.([a-z]\w*)", text)


class TestDirection(unittest.TestCase):
    """Imports and includes go down, never sideways or up."""

    def assertMayKnow(self, part: str, other: str, place: str) -> None:
        for name in (part, other):
            self.assertIn(name, RANK, f"{place}: {name} has no layer in LAYERS")
        known = part == other or RANK[other] < RANK[part]
        self.assertTrue(known, f"{place}: {part} must not know {other}")

    def test_imports(self):
        for path in PACKAGE.rglob("*.py"):
            for line, name in imported_names(path):
                for other in parts_named(name):
                    self.assertMayKnow(part_of(path), other, f"{path}:{line}")

    def test_zcml(self):
        for path in PACKAGE.rglob("*.zcml"):
            if path.name in TABLES_OF_CONTENTS and path.parent == PACKAGE:
                continue
            for attribute, value in re.findall(r'([\w:]+)="([^"]*)"', path.read_text()):
                if attribute not in WORDS:
                    name = re.sub(r"(?<!\S)\.\.(?=\w)", "cites.cug.", value)
                    for other in parts_named(name):
                        self.assertMayKnow(part_of(path), other, str(path))

    def test_only_the_guard_checks_permissions(self):
        guard = PACKAGE / "access" / "guard.py"
        for path in set(PACKAGE.rglob("*.py")) - {guard}:
            for node in ast.walk(tree_of(path)):
                name = getattr(node, "attr", getattr(node, "id", None))
                place = f"{path}:{getattr(node, 'lineno', 0)}"
                self.assertNotIn(name, PERMISSION_CHECKS, place)

    def test_files_come_from_uploads_alone(self):
        """However it is spelt: imported, or reached through a module."""
        for path in PACKAGE.rglob("*.py"):
            allowed = MAKERS.get(path.relative_to(PACKAGE).parts, set())
            named = {name.rpartition(".")[2] for _line, name in imported_names(path)}
            named |= {
                node.attr for node in ast.walk(tree_of(path)) if hasattr(node, "attr")
            }
            self.assertLessEqual(named & STORED_FILES, allowed, path)


class TestShape(unittest.TestCase):
    """Names that say something. How complex code may be, ruff checks (pyproject.toml)."""

    def test_names(self):
        for path in PACKAGE.rglob("*.py"):
            self.assertNotIn(path.stem, VAGUE_NAMES, path)
