"""The content type of a closed user group."""

from Acquisition import aq_base
from cites.cug import _
from cites.cug.access.features import TITLES
from cites.cug.access.guard import caller
from cites.cug.core.codelists.vocabularies import fixed_vocabulary
from cites.cug.core.trail.trail import has_events, record, SYSTEM
from cites.cug.core.validation.errors import invalid
from cites.cug.interfaces import IClosedUserGroup
from cites.cug.web.layout.local_texts import in_languages
from plone.autoform import directives
from plone.dexterity.content import Container
from plone.supermodel import model
from plone.uuid.interfaces import ATTRIBUTE_NAME
from typing import Any
from zope import schema
from zope.component import queryMultiAdapter
from zope.container.interfaces import IContainerModifiedEvent
from zope.globalrequest import getRequest
from zope.interface import implementer


#: Fields whose values the trail keeps, unlike texts.
SETTINGS = ("handling_in_subjects", "features")
NAME_OF_PAGE = _("membership_page_portal_address_choose_text")
USED_BEFORE = _("membership_group_address_audit_trail_text")


@in_languages("title", "description", "user_profile")
class IClosedUserGroupSchema(model.Schema):
    """How a group describes itself: its focus, who may join, and who owns it."""

    title = schema.TextLine(title=_("common_name_label"), max_length=200)

    description = schema.Text(
        title=_("common_focus_label"),
        description=_("membership_subject_group_exchanges_information_help"),
        max_length=2000,
        required=False,
    )

    user_profile = schema.Text(
        title=_("common_who_may_join_label"),
        max_length=2000,
        required=False,
    )

    group_owner = schema.TextLine(
        title=_("common_group_coordinator_label"),
        description=_("membership_authorities_write_group_coordinator_help"),
        max_length=200,
        required=False,
    )

    handling_in_subjects = schema.Bool(
        title=_("membership_handling_in_subjects_label"),
        description=_("membership_handling_in_subjects_help"),
        required=False,
        default=False,
    )
    features = schema.List(
        title=_("membership_features_label"),
        description=_("membership_features_help"),
        value_type=schema.Choice(vocabulary=fixed_vocabulary(TITLES)),
        required=False,
        unique=True,
        defaultFactory=list,
    )
    # Site managers may change the group, but not what it tells others.
    directives.write_permission(
        handling_in_subjects="cites.cug.PublishLibraryItem",
        features="cites.cug.PublishLibraryItem",
    )
    model.fieldset(
        "group",
        label=_("membership_the_group_label"),
        fields=[
            *("title", "description", "user_profile", "group_owner"),
            *("handling_in_subjects", "features"),
        ],
    )


@implementer(IClosedUserGroup)
class ClosedUserGroup(Container):
    """A closed user group. It contains everything that its members share."""

    def UID(self) -> str | None:
        """As Plone's, which looks for an adapter first: a page asks twenty times."""
        return getattr(aq_base(self), ATTRIBUTE_NAME, None)

    # Not copied: a copy would have the whole library but an empty roster, and its first
    # members could read everything.
    def cb_isCopyable(self) -> bool:
        return False

    # Nor renamed: the trail, addresses in letters, feeds and hooks have the name.
    def cb_isMoveable(self) -> bool:
        return False


#: Beginnings of the names that Zope takes for its own in an address.
OF_ZOPE = ("VirtualHost", "_vh_", "manage_", "acl_", "portal_")


def check_address(group: ClosedUserGroup, event: Any) -> None:
    """Refuse the address of a page, which the group would hide, and that of a group that
    is gone: its trail would be this group's.

    Raises InvalidValues.
    """
    if event.newParent is None:  # it is deleted
        return
    path = "/".join((*event.newParent.getPhysicalPath(), event.newName))
    page = queryMultiAdapter((event.newParent, getRequest()), name=event.newName)
    if page is not None or event.newName.startswith(OF_ZOPE):
        raise invalid("id", NAME_OF_PAGE)
    if has_events(path):
        raise invalid("id", USED_BEFORE)


def group_edited(group: ClosedUserGroup, event: Any) -> None:
    """Record that a group is edited, not that something is added to it."""
    if IContainerModifiedEvent.providedBy(event):
        return
    changed = {
        name.rpartition(".")[2]  # plone.restapi puts the schema's name before it
        for description in event.descriptions
        for name in getattr(description, "attributes", ())
    }
    told = {name: getattr(group, name) for name in SETTINGS if name in changed}
    record("group.edit", target=group, acting_user=caller() or SYSTEM, detail=told)
