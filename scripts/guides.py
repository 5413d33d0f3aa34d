"""`make guides`: the help as PDF in each language, as the portal's pages print it.

Into var/guides: `members-fr.pdf` and so on. They are printed from a demonstration portal
on a free port, with data that are deleted afterwards.
"""

import sys
from environment import complain
from screenshots import run_in_browser


def main() -> None:
    run_in_browser("tests.chromium.guides")


if __name__ == "__main__":
    sys.exit(complain(main))
