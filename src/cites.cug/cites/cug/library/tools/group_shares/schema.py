"""What a share says, and what is answered."""

from cites.cug import _
from zope import schema
from zope.interface import Interface


MAX_NOTE = 1000


class IGroupShare(Interface):
    """An item for another group."""

    group = schema.ASCIILine(
        title=_("library_group_shares_name_other_group_address_label"),
        description=_("library_group_shares_ask_secretariat_https_portal_help"),
        max_length=100,
        constraint=lambda value: value.replace("-", "").replace("_", "").isalnum(),
    )
    note = schema.Text(
        title=_("library_group_shares_note_other_secretariat_label"),
        description=_("library_no_names_persons_companies_help"),
        max_length=MAX_NOTE,
        required=False,
        default="",
        missing_value="",
    )


class IConsent(Interface):
    """What the author allows."""

    hide_author = schema.Bool(
        title=_("library_group_shares_tell_other_group_i_label"),
        required=False,
        default=True,
    )


class IAnswer(Interface):
    """Why the other Secretariat does not take it."""

    answer = schema.Text(
        title=_("library_group_shares_reason_for_declining_optional_label"),
        description=_("library_group_shares_secretariat_offers_read_help"),
        max_length=MAX_NOTE,
        required=False,
        default="",
        missing_value="",
    )
