"""From a file that was sent to a list that waits for a decision."""

from cites.cug.access.guard import caller
from cites.cug.codelist_editor.taxon_lists import reading
from cites.cug.codelist_editor.taxon_lists.storing import (
    check_faults,
    Progress,
    store_list,
)
from cites.cug.core.validation.errors import invalid, InvalidValue
from cites.cug.web.limits.use import Limit, use_without_limit
from cites.cug.web.uploads.files import check_size, fit_name, in_bounds
from cites.cug.web.uploads.virus_scanner import refuse_infected
from datetime import date
from typing import Any, BinaryIO


def take_list(
    group: Any, stream: BinaryIO, filename: str, dated: date, *, told: Progress
) -> int:
    """The id of the list that the file holds. Raises InvalidValues, OverLimit."""
    use_without_limit(group, caller(), Limit.UPLOADS)
    try:
        check_size(stream)
        name = fit_name(filename)
        refuse_infected(stream)
        stream.seek(0)
        read, content = in_bounds(reading.read_list, stream, name)
    except InvalidValue as error:
        raise invalid("file", *error.mistakes) from error
    check_faults(read)
    return store_list(content, name, dated, made_by=caller() or "", told=told)
