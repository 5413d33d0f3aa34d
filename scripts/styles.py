"""`make styles`: a page of all parts of the screens, in each language, into var/styles.

They are cut out of a demonstration portal on a free port, with data that are deleted
afterwards.
"""

import sys
from environment import complain
from screenshots import run_in_browser


def main() -> None:
    run_in_browser("tests.chromium.styles")


if __name__ == "__main__":
    sys.exit(complain(main))
