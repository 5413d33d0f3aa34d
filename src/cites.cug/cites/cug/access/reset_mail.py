"""The message with which a forgotten password is set anew.

It is made and sent after the answer: neither the answer nor its time depend on whether
there is such an account, and a mail server that is down fails nothing.
"""

import transaction
from cites.cug import _
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from logging import getLogger
from plone import api
from Products.CMFPlone.RegistrationTool import get_member_by_login_name
from Testing.makerequest import makerequest
from typing import Any
from typing import NamedTuple
from zope.component.hooks import setSite
from zope.i18n import translate


logger = getLogger(__name__)
_sender = ThreadPoolExecutor(1, "reset-mail")


class Wish(NamedTuple):
    """What is known when somebody asks for a new password."""

    path: str
    portal_url: str
    language: str
    login: str


def send_after_answer(portal: Any, login: str) -> None:
    """Send the message, if there is such an account, once this request is done."""
    path = "/".join(portal.getPhysicalPath())
    language = api.portal.get_current_language()
    wish = Wish(path, portal.absolute_url(), language, login)
    job = partial(_sender.submit, _fulfil, portal._p_jar.db(), wish)
    transaction.get().addAfterCommitHook(lambda done: done and job())


def _fulfil(db: Any, wish: Wish) -> None:
    with closing(db.open()) as connection:
        try:
            app = makerequest(connection.root()["Application"])
            portal = app.unrestrictedTraverse(wish.path)
            setSite(portal)
            with transaction.manager:
                _send(portal, wish)
        except Exception:  # whoever asked has their answer
            logger.exception("A message for a new password was not sent.")
        finally:
            setSite(None)


def _send(portal: Any, wish: Wish) -> None:
    member = get_member_by_login_name(portal, wish.login, raise_exceptions=False)
    address = member.getProperty("email") if member is not None else ""
    sender = api.portal.get_registry_record("plone.email_from_address", default=None)
    if not sender:
        logger.error("The portal has no address that its messages come from.")
    if not (address and sender):
        return
    key = portal.portal_password_reset.requestReset(member.getId())["randomstring"]
    lines = (
        _(
            "A new password was asked for, for your account at ${portal}. To choose one,"
            " open:",
            mapping={"portal": portal.title},
        ),
        f"{wish.portal_url}/passwordreset/{key}",
        _("If it was not you, leave this message: your password is what it was."),
    )
    text = "\n\n".join(translate(line, target_language=wish.language) for line in lines)
    subject = translate(_("Your password"), target_language=wish.language)
    portal.MailHost.send(text, address, sender, subject, charset="utf-8")
