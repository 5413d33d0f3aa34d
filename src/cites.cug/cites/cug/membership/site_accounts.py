"""Accounts, for site managers: make, change, send a link, delete, but never enter.

A site manager cannot set a password, and an e-mail address changes only after a delay.
"""

import json
from cites.cug import _
from cites.cug.access.global_roles import LOCAL
from cites.cug.access.guard import caller
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import Refusal
from cites.cug.login import reset
from cites.cug.mailing.letter import address
from cites.cug.membership.account_changes import change_address
from collections.abc import Iterable
from datetime import datetime, UTC
from pathlib import Path
from plone import api
from plone.app.users.browser.register import AddUserForm, BaseRegistrationForm
from plone.app.users.browser.userdatapanel import UserDataConfiglet
from plone.restapi.deserializer import json_body
from plone.restapi.services.users.update import UsersPatch
from Products.CMFPlone.controlpanel.browser import usergroups_usersoverview
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from secrets import token_urlsafe
from typing import Any
from zExceptions import BadRequest
from zope.i18n import translate
from zope.i18nmessageid import Message


PLONES_PAGES = str(Path(usergroups_usersoverview.__file__).parent)
#: Fields that cannot be changed here: the owner chooses the password; the user name
#: changes with the address.
NOT_HERE = {
    "password": _("membership_site_accounts_password_owner_chooses_link_text"),
    "username": _("membership_site_accounts_user_name_changes_address_text"),
}
NO_ADDRESS = _("membership_site_accounts_email_email_address_text")
WAITING = _("membership_site_accounts_email_change_address_waiting_text")
LINK = _("membership_site_accounts_link_choose_new_password_text")
CHANGED = _("membership_site_accounts_address_changed_account_group_text")


def set_address(user_id: str, email: Any, request: Any) -> None:
    """Change the e-mail address of an account, as ``account_changes`` does.

    This is also the way for the site manager's own account. Raises BadRequest.
    """
    if email == api.user.get(userid=user_id).getProperty("email"):
        return
    try:
        if not isinstance(email, str) or address(email) is None:
            raise BadRequest(translate(NO_ADDRESS, context=request))
        change_address(user_id, email, acting_user=caller(), at=datetime.now(UTC))
    except Refusal as error:
        raise BadRequest(translate(WAITING, context=request)) from error


def tell_changed(user_id: str, fields: Iterable[str]) -> None:
    """Record which fields of an account the caller has changed."""
    detail = {"member": user_id, "fields": sorted(fields)}
    who = {"target": api.portal.get(), "acting_user": caller()}
    record("account.change", detail=detail, **who)


class SiteUsersPatch(UsersPatch):
    """``PATCH @users/{id}``, for site managers."""

    def _change_user_password(self, user: Any, value: Any) -> None:
        raise BadRequest(self.translate(NOT_HERE["password"]))

    def reply(self) -> Any:
        sent = json_body(self.request)
        user = self._get_user(self._get_user_id)
        if user is None:
            return super().reply()
        for field, message in NOT_HERE.items():
            if field in sent:
                raise BadRequest(self.translate(message))
        if "email" in sent:
            set_address(user.getId(), sent.pop("email"), self.request)
        tell_changed(user.getId(), sent)
        self.request.set("BODY", json.dumps(sent))
        return super().reply()


class NewUserForm(AddUserForm):
    """The form for a new account.

    The owner gets a link to set the password: nobody else can set it. Groups follow from
    rosters and are not chosen here.
    """

    fields: Any

    def updateFields(self) -> None:
        super().updateFields()
        self.fields = self.fields.omit("password", "password_ctl", "mail_me", "groups")

    def updateWidgets(self) -> None:
        # Not the method of Plone's form: it needs a field that is left out here.
        BaseRegistrationForm.updateWidgets(self)

    def handle_join_success(self, data: dict[str, Any]) -> Any:
        answer = super().handle_join_success({**data, "password": token_urlsafe(32)})
        if self._finishedRegister:
            reset.send_first_link(data["user_id"])
        return answer


class UserInformation(UserDataConfiglet):
    """The form for an account."""

    def applyChanges(self, data: dict[str, Any]) -> Any:
        user_id = self.request.form.get("userid") or caller()
        before = api.user.get(userid=user_id).getProperty("email")
        if data.get("email") not in (None, before):
            set_address(user_id, data["email"], self.request)
            message = Message(CHANGED, mapping={"user": user_id})
            IStatusMessage(self.request).add(message)
            data = {name: value for name, value in data.items() if name != "email"}
        tell_changed(user_id, data)
        return super().applyChanges(data)


class UsersOverview(usergroups_usersoverview.UsersOverviewControlPanel):
    """The list of accounts. It sends a link where Plone would set a password."""

    index = ViewPageTemplateFile("usergroups_usersoverview.pt", PLONES_PAGES)

    @property
    def portal_roles(self) -> list[str]:
        return [role for role in super().portal_roles if role not in LOCAL]

    def manageUser(
        self, users: Any = (), resetpassword: Any = (), delete: Any = ()
    ) -> None:
        sent = []
        for user in users or ():
            if hasattr(user, "resetpassword"):
                delattr(user, "resetpassword")
                reset.send_link(user.id)
                sent.append(user.id)
            if hasattr(user, "email"):
                set_address(user.id, user.email, self.request)
                delattr(user, "email")
        super().manageUser(users, (), delete)
        if sent:
            message = Message(LINK, mapping={"users": ", ".join(sent)})
            IStatusMessage(self.request).add(message)
