"""What a proposal says beside the value, and what its answer says."""

from cites.cug import _
from cites.cug.library.tools.corrections.fields import CORRECTABLE, FIELDS
from copy import copy
from functools import lru_cache
from typing import Any
from zope import schema
from zope.interface import Interface
from zope.interface.interface import InterfaceClass


MAX_NOTE = 1000


class IReason(Interface):
    """Why the field should say something else."""

    note = schema.Text(
        title=_("library_corrections_why_where_know_label"),
        description=_("library_no_names_persons_companies_help"),
        max_length=MAX_NOTE,
        required=False,
        default="",
        missing_value="",
    )


class IAnswer(Interface):
    """Why a proposal is not taken."""

    answer = schema.Text(
        title=_("library_corrections_reason_for_declining_label"),
        description=_("library_corrections_member_proposed_read_help"),
        max_length=MAX_NOTE,
        required=False,
        default="",
        missing_value="",
    )


@lru_cache(maxsize=len(CORRECTABLE))
def proposal_schema(name: str) -> Any:
    """The schema of the form for one field: the field itself as ``value``, and why."""
    value = copy(FIELDS[name])
    value.__name__, value.interface = "value", None
    return InterfaceClass(
        "IProposal",
        (IReason,),
        {"value": value},
        __doc__="The form for one field.",
        __module__=__name__,
    )
