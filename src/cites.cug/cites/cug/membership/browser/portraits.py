"""Portraits: members change their own, and see those of members in their directory."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.membership.managers import member_manager, seen_entry
from cites.cug.membership.portraits import (
    as_portrait,
    keep_portrait,
    KIND,
    portrait_of,
    remove_portrait,
)
from cites.cug.web.limits.use import OverLimit
from plone.protect import CheckAuthenticator
from Products.Five.browser import BrowserView
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse
from ZPublisher.HTTPRequest import FileUpload


class Portrait(BrowserView):
    """Base of these views: answers the picture, or 404 if there is none."""

    def show(self, user_id: str) -> bytes:
        data = portrait_of(user_id)
        if data is None:
            raise NotFound(user_id)
        self.request.response.setHeader("Content-Type", KIND)
        return data


class OwnPortrait(Portrait):
    """Shows the caller's own picture; the form on the profile sends changes here."""

    def __call__(self) -> bytes | str:
        if self.request.method != "POST":
            return self.show(caller())
        CheckAuthenticator(self.request)
        messages, profile = IStatusMessage(self.request), "profile#portrait"
        try:
            messages.add(self.change())
        except (InvalidValue, OverLimit) as error:
            said = error.message if isinstance(error, OverLimit) else error.doc()
            messages.add(said, type="error")
            # Errors are shown at the top of the page.
            profile = "profile"
        self.request.response.redirect(f"{self.context.absolute_url()}/{profile}")
        return ""

    def change(self) -> Any:
        """Keep or remove the picture; the message about it. Raises InvalidValue."""
        if self.request.form.get("do") == "remove":
            remove_portrait(caller())
            return _("membership_portraits_picture_removed")
        upload = self.request.form.get("picture")
        if not isinstance(upload, FileUpload) or not upload.filename:
            raise InvalidValue(_("membership_portraits_choose_a_picture_first_error"))
        keep_portrait(caller(), as_portrait(upload, upload.filename))
        return _("membership_portraits_picture_saved")


@implementer(IPublishTraverse)
class MemberPortrait(Portrait):
    """``{cug}/portraits/{id}``: the picture of a member whom the caller may know of."""

    member = ""

    def publishTraverse(self, request: Any, name: str) -> "MemberPortrait":
        if self.member:
            raise NotFound(name)
        self.member = name
        return self

    def __call__(self) -> bytes:
        seen_entry(self.context, member_manager(self.context), self.member)
        return self.show(self.member)
