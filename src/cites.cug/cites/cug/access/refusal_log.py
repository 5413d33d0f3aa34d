"""What was refused to whom, for who runs the server."""

import json
import logging
from cites.cug.access.guard import caller


logger = logging.getLogger(__name__)


def log_refusal(request) -> None:
    """Write down that somebody who is logged in asked for what is not theirs.

    What was asked for is written as one word, whatever it holds; its query is not.
    """
    asked = json.dumps(request.get("PATH_INFO", ""))
    logger.warning("Refused to %s: %s %s", caller(), request.method, asked)
