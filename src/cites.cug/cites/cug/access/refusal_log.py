"""The log of refused requests, for those who run the server."""

import json
import logging
from cites.cug.access.guard import caller


logger = logging.getLogger(__name__)


def log_refusal(request) -> None:
    """Log that a member asked for something that they may not reach.

    The path is written as one JSON string, so that it cannot forge lines of the log. The
    query is not written.
    """
    asked = json.dumps(request.get("PATH_INFO", ""))
    logger.warning("Refused to %s: %s %s", caller(), request.method, asked)
