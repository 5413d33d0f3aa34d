"""What is told of an event has words for its readers."""

import ast
import unittest
from cites.cug.trail_desk.details import TITLES, UNSAID
from collections.abc import Iterator
from tests.test_architecture import PACKAGE


#: What tells the trail something; its further arguments by name are details.
TELLING = frozenset(
    {
        *("record", "record_at_once", "record_permit_event", "record_login_event"),
        *("tell_at_once", "_audit", "_record"),
    }
)
#: Arguments by name that are no details.
OTHERS = frozenset({"target", "acting_user", "detail"})


def _name(node: ast.expr) -> str:
    return getattr(node, "id", getattr(node, "attr", ""))


def _keys(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Dict):
        yield from (key.value for key in node.keys if isinstance(key, ast.Constant))


def names_told(function: ast.FunctionDef) -> Iterator[str]:
    """The names of details that a function gives to the trail, as far as it says."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and "detail" in map(_name, node.targets):
            yield from _keys(node.value)
        if not isinstance(node, ast.Call) or _name(node.func) not in TELLING:
            continue
        for word in node.keywords:
            if word.arg == "detail":
                yield from _keys(word.value)
            elif word.arg is not None and word.arg not in OTHERS:
                yield word.arg


class DetailsTest(unittest.TestCase):
    def test_all_that_is_told_has_a_title(self):
        found = set()
        for path in PACKAGE.rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            functions = [
                one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)
            ]
            for one in functions:
                calls = {_name(n.func) for n in ast.walk(one) if isinstance(n, ast.Call)}
                if calls & TELLING:
                    found.update(names_told(one))
        self.assertIn("category", found)
        self.assertEqual(set(), found - TITLES.keys() - UNSAID)
