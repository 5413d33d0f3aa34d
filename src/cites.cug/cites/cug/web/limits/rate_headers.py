"""Says in the answer how often it may still do something."""

from cites.cug.core.sql.rate import Left
from math import ceil
from zope.globalrequest import getRequest


LIMIT, REMAINING, RESET = "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"


def tell_left(left: Left) -> None:
    """Tell what is left. Of several limits the answer has the one that ends first."""
    request = getRequest()
    if request is None:
        return
    response = request.response
    limit, remaining = response.getHeader(LIMIT), response.getHeader(REMAINING)
    if limit and int(remaining) / int(limit) < left.remaining / left.limit:
        return
    response.setHeader(LIMIT, str(left.limit))
    response.setHeader(REMAINING, str(left.remaining))
    response.setHeader(RESET, str(ceil(left.reset.total_seconds())))
