"""``python -m cites.nonnominal FILE…``"""

import sys
from cites.nonnominal.command import main


if __name__ == "__main__":
    sys.exit(main())
