"""Reads the parameters of the directory from a query string."""

from cites.cug.access.roles import Category
from cites.cug.core.codelists.fields import code
from cites.cug.core.validation.query_parameters import batch
from cites.cug.membership.directory import MemberFilter
from cites.cug.membership.renewal import MOST_DAYS
from cites.cug.membership.roster import ACTIVE, SUSPENDED
from cites.cug.web.restapi.query_schema import read_query
from collections.abc import Mapping
from typing import Any, NamedTuple
from zope import schema
from zope.interface import Interface


SIZE = 25


class IMemberQuery(Interface):
    """The filters, by the names of ``MemberFilter``."""

    q = schema.TextLine(required=False)
    country = code("", "country")
    category = schema.Choice(values=tuple(Category), required=False)
    state = schema.Choice(values=(ACTIVE, SUSPENDED), required=False)
    due = schema.Int(min=0, max=MOST_DAYS, required=False)
    unused = schema.Int(min=0, max=MOST_DAYS, required=False)


class MemberQuery(NamedTuple):
    """The filters, and which page of the list."""

    wanted: MemberFilter
    start: int
    size: int


def read_member_query(form: Mapping[str, Any]) -> MemberQuery:
    """Read the parameters. Raises InvalidValues."""
    wanted = MemberFilter(**read_query(IMemberQuery, form))
    return MemberQuery(wanted, *batch(form, SIZE))
