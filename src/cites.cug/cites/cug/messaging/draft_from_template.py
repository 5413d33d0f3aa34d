"""Drafts that another part of the group begins, for a member to complete and send."""

from cites.cug.access.roles import Category
from cites.cug.messaging.actions.drafts import add_draft
from cites.cug.messaging.addressing import Addressees
from cites.cug.messaging.letter import Letter
from cites.cug.messaging.letter import MAX_SUBJECT
from collections.abc import Collection
from typing import Any


def draft_to(
    group: Any, user_ids: Collection[str], subject: str, html: str, *, acting_user: str
) -> str:
    """The id of a draft to these members; to the Secretariat where there are none."""
    if user_ids:
        addressees = Addressees(tuple(sorted(user_ids)))
    else:
        addressees = Addressees(categories=(Category.SECRETARIAT.value,))
    letter = Letter(subject[:MAX_SUBJECT], html)
    return add_draft(group, letter, addressees, acting_user=acting_user)
