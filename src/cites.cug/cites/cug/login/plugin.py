"""The plug-in by which a user folder finds out who is asking.

It is the only one that reads credentials from a request, and the only one that says whose
they are: a session's cookie, a token, or a name with a password.
"""

from AccessControl import getSecurityManager
from AccessControl.class_init import InitializeClass
from Acquisition import aq_parent
from base64 import b64decode
from binascii import Error as NotBase64
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.plone_internals.publishing import authorization_header
from cites.cug.core.plone_internals.users import password_reference, user_id_of_login
from cites.cug.login import accounts, authentication, passwords, strength
from cites.cug.login.addresses import let_set
from cites.cug.login.audit_records import record_account, record_login_event
from cites.cug.login.interfaces import ICategoriesOf
from cites.cug.login.new_password import keep_password
from cites.cug.login.user_folders import PLUGIN, store, takes_password
from Products.PlonePAS.interfaces.capabilities import (
    IDeleteCapability,
    IPasswordSetCapability,
)
from Products.PlonePAS.interfaces.plugins import IUserManagement
from Products.PluggableAuthService.events import CredentialsUpdated
from Products.PluggableAuthService.interfaces import plugins
from Products.PluggableAuthService.plugins.BasePlugin import BasePlugin
from typing import Any
from zExceptions import BadRequest
from zope.component import queryUtility
from zope.event import notify
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.interface import implementer


NO_PERSON = _("login_plugin_account_programs_no_password_text")
NOT_YOURS = _("login_plugin_nobody_set_another_person_text")
ON_ROSTER = _("login_plugin_account_roster_group_secretariat_text")
NOT_AGAIN = _("login_plugin_user_id_used_before_text")
NO_ID = _("login_plugin_user_id_no_colon_text")


@implementer(
    plugins.IExtractionPlugin,
    plugins.IAuthenticationPlugin,
    plugins.ICredentialsUpdatePlugin,
    plugins.ICredentialsResetPlugin,
    plugins.IUserAdderPlugin,
    plugins.IValidationPlugin,
    IUserManagement,
    IDeleteCapability,
    IPasswordSetCapability,
)
class LoginPlugin(BasePlugin):
    """The plug-in; the work is done in the modules beside it."""

    meta_type = "CITES closed user groups: login"
    #: Names of interfaces, and ids of the plug-ins that had them before.
    replaced: tuple[tuple[str, str], ...] = ()

    def __init__(self):
        self._setId(PLUGIN)
        self.title = "Sessions, tokens, passwords"

    # Who asks

    def extractCredentials(self, request: Any) -> dict[str, Any]:
        return credentials(request)

    def authenticateCredentials(
        self, credentials: dict[str, Any]
    ) -> tuple[str, str] | None:
        users = aq_parent(self)
        request = self.REQUEST
        if "secret" in credentials:
            return authentication.by_secret(users, request, credentials["secret"])
        login, password = credentials.get("login"), credentials.get("password")
        if isinstance(password, bytes):  # as some of Plone's services ask
            password = password.decode("utf-8", "replace")
        if not isinstance(login, str) or not isinstance(password, str):
            return None
        return authentication.by_password(users, request, login, password)

    def updateCredentials(
        self, request: Any, response: Any, login: str, new_password: str
    ) -> None:
        """Called after members changed their password, which ended all sessions."""
        user_id = getSecurityManager().getUser().getId()
        kept = store(aq_parent(self))
        if user_id and user_id_of_login(kept, login) == user_id:
            authentication.go_on(aq_parent(self), request, user_id)

    def resetCredentials(self, request: Any, response: Any) -> None:
        user_id = getSecurityManager().getUser().getId()
        if user_id:
            record_login_event("logout", user_id)
        authentication.leave(request)

    # Accounts and their passwords

    def doAddUser(self, login: str, password: str) -> bool:
        refuse_if(":" in login, NO_ID)
        refuse_if(accounts.was_used(login), NOT_AGAIN)
        let_set(login)
        is_added = store(aq_parent(self)).doAddUser(login, passwords.hashed(password))
        if is_added:
            record_account("account.add", login, acting_user=caller() or "")
        return is_added

    def doChangeUser(self, user_id: str, password: str, **_more: Any) -> None:
        """A new password ends whatever the old one opened."""
        kept = store(aq_parent(self))
        if password_reference(kept, user_id) is None:
            raise RuntimeError(user_id)  # the word for it among user folders
        refuse_if(not takes_password(aq_parent(self), user_id), NO_PERSON)
        refuse_if(is_asked_for() and caller() != user_id, NOT_YOURS)
        keep_password(aq_parent(self), user_id, password)
        notify(CredentialsUpdated(aq_parent(self).getUserById(user_id), password))

    def doDeleteUser(self, user_id: str) -> None:
        rosters = queryUtility(ICategoriesOf)
        if is_asked_for() and rosters is not None:
            refuse_if(bool(rosters(user_id)), ON_ROSTER)
        store(aq_parent(self)).removeUser(user_id)
        accounts.delete_account_records(user_id)
        record_account("account.delete", user_id, acting_user=caller() or "")

    def allowDeletePrincipal(self, user_id: str) -> bool:
        return password_reference(store(aq_parent(self)), user_id) is not None

    def allowPasswordSet(self, user_id: str) -> bool:
        return takes_password(aq_parent(self), user_id)

    def validateUserInfo(
        self, user: Any, set_id: str, set_info: dict[str, Any] | None
    ) -> list[dict[str, str]]:
        password = (set_info or {}).get("password")
        if password is None:
            return []
        request = getRequest()
        return [
            {"id": "password", "error": translate(weakness, context=request)}
            for weakness in strength.weaknesses(password, strength.words_about(user))
        ]


InitializeClass(LoginPlugin)


def is_asked_for() -> bool:
    """Whether a request over the web asks, and not a script on the server."""
    request = getRequest()
    return request is not None and request.get("PUBLISHED") is not None


def refuse_if(condition: bool, message: Any) -> None:
    if condition:
        raise BadRequest(translate(message, context=getRequest()))


def credentials(request: Any) -> dict[str, Any]:
    """The credentials of the request: a header of them, or else the key in the address of
    a feed, or the cookie.
    """
    key = authentication.feed_secret(request)
    if key is not None:
        return {"secret": key}
    header = authorization_header(request)
    if not header:
        secret = authentication.session_secret(request)
        return {"secret": secret} if secret else {}
    scheme, _space, value = header.partition(" ")
    if scheme.lower() == "bearer":
        return {"secret": value.strip()}
    if scheme.lower() != "basic":
        return {}
    try:
        login, colon, password = b64decode(value, validate=True).decode().partition(":")
    except (NotBase64, ValueError):
        return {}
    return {"login": login, "password": password} if colon else {}
