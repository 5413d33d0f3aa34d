"""The e-mail address of an account, to which links for new passwords are sent.

Plone has many pages, services and methods by which who runs the site changes it. None of
them does; what may is said here, for one account and the running request.
"""

from cites.cug import _
from Products.PluggableAuthService.interfaces.events import IPropertiesUpdatedEvent
from typing import Any
from zExceptions import BadRequest
from zope.component import adapter
from zope.globalrequest import getRequest
from zope.i18n import translate


MAY_SET = "cites.cug.login.address"
ELSEWHERE = _("login_addresses_address_changed_page_account_text")


def let_set(user_id: str) -> None:
    """From here on, in this request: the account is new, or the change has waited."""
    request = getRequest()
    if request is not None:
        request.other[MAY_SET] = user_id


@adapter(IPropertiesUpdatedEvent)
def keep_address(event: Any) -> None:
    """Refuse to change one, one's own too: mail for somebody would make one them."""
    request = getRequest()
    asked_for = request is not None and request.get("PUBLISHED") is not None
    if asked_for and "email" in event.properties:
        user_id = event.principal.getId()
        if user_id != request.other.get(MAY_SET):
            raise BadRequest(translate(ELSEWHERE, context=request))
