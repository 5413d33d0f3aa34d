"""Settings of logging in, and what other parts tell it."""

from cites.cug import _
from cites.cug.access.roles import Category
from zope import schema
from zope.interface import Interface


class ILoginSettings(Interface):
    """Records of the registry below ``cites.cug.login``."""

    idle_minutes = schema.Int(
        title=_("Minutes without a request after which a session ends"),
        min=5,
        max=24 * 60,
        default=30,
    )
    longest_hours = schema.Int(
        title=_("Hours after which every session ends"),
        min=1,
        max=7 * 24,
        default=12,
    )
    factor_categories = schema.Tuple(
        title=_("Categories whose members must use a second factor"),
        value_type=schema.Choice(values=[category.value for category in Category]),
        default=(),
        required=False,
    )
    factor_grace_days = schema.Int(
        title=_("Days they have to set it up"),
        min=0,
        max=365,
        default=14,
    )


class ICategoriesOf(Interface):
    """What kinds of authority a user belongs to; a global utility, by membership."""

    def __call__(user_id):
        """The categories of that user in all groups of the portal, as a set."""
