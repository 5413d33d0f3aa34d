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
        title=_("login_categories_whose_members_must_label"),
        value_type=schema.Choice(vocabulary="cites.cug.category"),
        default=(),
        missing_value=(),
        required=False,
    )
    factor_grace_days = schema.Int(
        title=_("login_days_allowed_set_up_label"),
        description=_("login_from_their_next_login_help"),
        min=0,
        max=365,
        default=14,
    )
    change_hours = schema.Int(
        title=_("login_hours_before_change_somebody_label"),
        description=_("login_when_secretariat_removes_second_help"),
        min=12,
        max=14 * 24,
        default=24,
    )
    idle_minutes = schema.Int(
        title=_("login_minutes_without_request_after_label"),
        min=5,
        max=24 * 60,
        default=30,
    )
    longest_hours = schema.Int(
        title=_("login_hours_after_every_session_label"),
        min=1,
        max=7 * 24,
        default=12,
    )
    lock_tries = schema.Int(
        title=_("login_failed_attempts_before_account_label"),
        description=_("login_sixth_attempt_delay_browser_help"),
        min=3,
        max=20,
        default=10,
    )
    lock_minutes = schema.Int(
        title=_("login_minutes_failed_attempts_counted_label"),
        description=_("login_lock_ends_when_oldest_help"),
        min=5,
        max=24 * 60,
        default=15,
    )
    lock_network_tries = schema.Int(
        title=_("login_failed_attempts_before_network_label"),
        description=_("login_attempts_any_user_name_help"),
        min=20,
        max=1000,
        default=100,
    )
    password_length = schema.Int(
        title=_("login_minimum_length_password_characters_label"),
        description=_("login_new_passwords_use_stay_help"),
        min=12,
        max=64,
        default=12,
    )
    password_score = schema.Int(
        title=_("login_password_strength_label"),
        description=_("login_score_0_4_zxcvbn_help"),
        min=3,
        max=4,
        default=3,
    )


class ICategoriesOf(Interface):
    """What kinds of authority a user belongs to; a global utility, by membership."""

    def __call__(user_id):
        """The categories of that user in all groups of the portal, as a set."""


class ITokenOwners(Interface):
    """Who may make tokens for programs; a global utility, by membership."""

    def __call__(user_id, group=None):
        """Whether the user may make tokens for programs; with a group, whether those
        that the user has open it.
        """


class IRequestPage(Interface):
    """Where strangers ask for access to a group."""

    def __call__(portal: Any, place: str) -> str | None:
        """The address of the page of the group of that id; None if there is none."""
