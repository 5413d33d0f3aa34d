"""Prints ``docs/trail-actions.md``: all actions that the audit trail records."""

from cites.cug.trail_desk.actions import ACTIONS, CHANGED, SETTINGS
from collections.abc import Iterator
from zope.i18n import translate


HEAD = """# What the audit trail records

Printed from `trail_desk/actions.py` by `python -m cites.cug.trail_desk.actions_report`;
do not change it by hand. [trail.md](trail.md) says what an event holds and how it is
proven.

| Action | What was done |
| --- | --- |"""


def render_actions() -> str:
    """The document."""
    return "\n".join((HEAD, *_rows(), ""))


def _rows() -> Iterator[str]:
    titles = {**ACTIONS, f"…{SETTINGS}": CHANGED}
    for action, title in sorted(titles.items()):
        yield f"| `{action}` | {translate(title)} |"


if __name__ == "__main__":
    print(render_actions(), end="")
