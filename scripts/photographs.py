"""`make photographs`: each screen in three languages, on desk and phone.

Into var/photographs, with a page that shows them: ARGS names the folder of an earlier run
whose pictures stand beside, and may choose accounts and languages. They show a
demonstration portal on a free port, with data that are deleted afterwards.
"""

import sys
from environment import complain
from screenshots import run_in_browser


def main() -> None:
    run_in_browser("tests.chromium.photographs", *sys.argv[1:])


if __name__ == "__main__":
    sys.exit(complain(main))
