"""Settings of the login, and what it asks other parts of the portal."""

from cites.cug import _
from plone.supermodel import model
from typing import Any
from zope import schema
from zope.interface import Interface


class ILoginSettings(model.Schema):
    """Records of the registry below ``cites.cug.login``.

    The defaults follow OWASP and NIST; the bounds keep them from being undone.
    """

    factor_categories = schema.Tuple(
        title=_("Categories whose members must use a second factor"),
        value_type=schema.Choice(vocabulary="cites.cug.category"),
        default=(),
        missing_value=(),
        required=False,
    )
    factor_grace_days = schema.Int(
        title=_("Days allowed to set it up"),
        description=_("From their next login."),
        min=0,
        max=365,
        default=14,
    )
    change_hours = schema.Int(
        title=_("Hours before a change of somebody's account takes effect"),
        description=_(
            "When the Secretariat removes a second factor, or a site manager changes the"
            " address of a member. Until then its owner and the Secretariats can stop it."
        ),
        min=12,
        max=14 * 24,
        default=24,
    )
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
    lock_tries = schema.Int(
        title=_("Failed attempts before an account is locked"),
        description=_(
            "From the sixth attempt there is a delay. A browser in which the account"
            " was used before is counted separately."
        ),
        min=3,
        max=20,
        default=10,
    )
    lock_minutes = schema.Int(
        title=_("Minutes for which failed attempts are counted"),
        description=_(
            "The lock ends when the oldest failed attempt is no longer counted."
        ),
        min=5,
        max=24 * 60,
        default=15,
    )
    lock_network_tries = schema.Int(
        title=_("Failed attempts before a network is locked"),
        description=_(
            "Attempts with any user name are counted: /24 of IPv4, /56 of IPv6."
        ),
        min=20,
        max=1000,
        default=100,
    )
    password_length = schema.Int(
        title=_("Minimum length of a password, in characters"),
        description=_("For new passwords; those in use stay valid."),
        min=12,
        max=64,
        default=12,
    )
    password_score = schema.Int(
        title=_("Password strength"),
        description=_(
            "Score from 0 to 4 (zxcvbn), not counting words about the member and the"
            " portal. 3 is recommended."
        ),
        min=3,
        max=4,
        default=3,
    )


class ICategoriesOf(Interface):
    """What kinds of authority a user belongs to; a global utility, by membership."""

    def __call__(user_id):
        """The categories of that user in all groups of the portal, as a set."""


class IRequestPage(Interface):
    """Where strangers ask for access to a group."""

    def __call__(portal: Any, place: str) -> str | None:
        """The address of the page of the group of that id; None if there is none."""
