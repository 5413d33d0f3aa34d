"""The table of actions names all that the code records, and nothing else."""

import ast
import unittest
from cites.cug.auditing.actions import ACTIONS, CHANGED, title_of
from collections.abc import Iterator
from pathlib import Path
from tests.test_architecture import PACKAGE


#: Actions whose names are put together, or have no dot.
MADE = {
    *("login", "logout"),
    *("topic.delete", "topic.state", "workspace.delete", "workspace.state"),
}
#: Names that look like actions: kinds of notices, and columns.
OTHERS = {
    *("login.changed", "login.first", "login.new-device", "login.reset"),
    *("login.wrong-codes", "report.decided", "report.hidden", "report.told"),
    *("assistance.overdue-in-country", "assistance.reminder"),
    *("library.correction_decided", "message.id", "permit.id", "audit.checkpoint"),
}
KINDS = {action.partition(".")[0] for action in ACTIONS}


def names_in(path: Path) -> Iterator[str]:
    """What looks like the name of an action in a module."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            given = [text for argument in node.args if (text := _text(argument))]
            if _name(node.func) in {"record", "record_at_once"}:
                yield from given
            of_permits = "permits" in path.parts and _name(node.func) == "_tell"
            if of_permits or _name(node.func) == "record_permit_event":
                yield from (f"permit.{one}" for one in given)
        text = _text(node)
        kind, dot, name = text.partition(".")
        if dot and kind in KINDS and name.replace("-", "").replace("_", "").isalpha():
            yield text


def _text(node: ast.AST) -> str:
    value = node.value if isinstance(node, ast.Constant) else ""
    return value if isinstance(value, str) else ""


def _name(node: ast.expr) -> str:
    return getattr(node, "id", getattr(node, "attr", ""))


class ActionsTest(unittest.TestCase):
    def test_the_table_has_all_actions_of_the_code(self):
        modules = set(PACKAGE.rglob("*.py")) - {PACKAGE / "auditing" / "actions.py"}
        found = {name for path in modules for name in names_in(path)}
        self.assertEqual(set(ACTIONS), found - OTHERS | MADE)

    def test_an_action_in_words(self):
        self.assertEqual("Member suspended", title_of("member.suspend"))
        self.assertEqual(CHANGED, title_of("limits.settings"))
        self.assertEqual("old.one", title_of("old.one"))
