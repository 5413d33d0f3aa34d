"""Logging in and out: who asks, by the credentials that a request shows."""

from AccessControl import getSecurityManager
from Acquisition import aq_inner, aq_parent
from cites.cug import _
from cites.cug.access.guard import group_of, on_roster
from cites.cug.access.publication import published_view
from cites.cug.core.plone_internals.publishing import authorization_header, service_name
from cites.cug.core.trail.trail import CREDENTIAL
from cites.cug.core.validation.errors import GONE, Refusal
from cites.cug.login import (
    api_tokens,
    factors,
    feed_keys,
    login_tokens,
    password_check,
    sessions,
    settings,
)
from cites.cug.login.audit_records import (
    record_login_event,
    tell_at_once,
    tell_basic,
)
from cites.cug.login.cookies import (
    cookie,
    DEVICE,
    DEVICE_LIFE,
    drop_cookie,
    SESSION,
    set_cookie,
    STEP,
)
from cites.cug.login.login_tokens import Purpose
from cites.cug.login.new_device import notice_device
from cites.cug.login.passwords import hashed, is_outdated
from cites.cug.login.scopes import FEED_CREDENTIAL, READING, Scope, SCOPES
from cites.cug.login.secrets import new_secret
from cites.cug.login.sessions import Open, SessionKind
from cites.cug.login.user_folders import (
    has_user,
    KnownAccount,
    login_name,
    path_of,
    store,
)
from cites.cug.login.visitor import visitor
from cites.cug.wsgi.body_limits import ICredentialCheck
from datetime import datetime, UTC
from secrets import token_bytes
from typing import Any
from zope.interface import provider


FOUND = "cites.cug.login.session"
CONFIRMED = "cites.cug.login.confirmed"
CHALLENGE_BYTES = 32
#: The service whose address may hold a key, and the parameter that does.
FEED, FEED_KEY = "@feed", "token"
KEY_ENDED = _("login_authentication_address_no_longer_valid_text")


def session_secret(request: Any) -> str | None:
    return cookie(request, SESSION)


def session_of(request: Any, secret: str) -> Open | None:
    """The session of a request, looked up once."""
    seen = request.other.setdefault(FOUND, {})
    if secret not in seen:
        found = sessions.find_session(secret)
        if found is not None:
            sessions.keep_seen(secret, found)
        seen[secret] = found
    return seen[secret]


def by_secret(users: Any, request: Any, secret: str) -> tuple[str, str] | None:
    """User id and name, if the secret opens a session of this user folder."""
    if feed_secret(request) is not None:
        return by_feed_key(users, request, secret)
    if secret.startswith(api_tokens.PREFIX):
        return by_api_token(users, request, secret)
    found = session_of(request, secret)
    # A cookie is no token and a token no cookie.
    kind = SessionKind.BROWSER if secret == session_secret(request) else SessionKind.TOKEN
    if found is None or found.folder != path_of(users) or found.kind != kind:
        return None
    if not has_user(users, found.user_id):
        return None
    request.other[CREDENTIAL] = "session" if kind is SessionKind.BROWSER else "token"
    return found.user_id, login_name(users, found.user_id)


def by_api_token(users: Any, request: Any, secret: str) -> tuple[str, str] | None:
    """User id and name, if it is a token of this user folder; keeps what it is for."""
    found = request.other.setdefault(FOUND, {})
    if secret not in found:
        found[secret] = api_tokens.find_token(secret)
        if found[secret] is not None and api_tokens.keep_used(found[secret]):
            request.other[CREDENTIAL] = f"api-token {found[secret].id}"
            tell_at_once("token.use", found[secret].user_id, name=found[secret].name)
    token = found[secret]
    if token is None or token.folder != path_of(users):
        return None
    if secret != bearer(request) or not has_user(users, token.user_id):
        return None
    request.other[SCOPES] = frozenset(token.scopes)
    request.other[CREDENTIAL] = f"api-token {token.id}"
    return token.user_id, login_name(users, token.user_id)


def feed_secret(request: Any) -> str | None:
    """The key in the address of a feed; None anywhere else, and beside a header of
    credentials or a session.

    Otherwise a wrong key would tell whoever has logged in that a hidden group exists.
    """
    view = published_view(request)
    if FEED_KEY not in request.form or request.method not in READING or view is None:
        return None
    if service_name(request, view) != FEED or authorization_header(request):
        return None
    secret = session_secret(request)
    if secret and session_of(request, secret):
        return None
    value = request.form[FEED_KEY]
    return value if isinstance(value, str) else ""


def by_feed_key(users: Any, request: Any, secret: str) -> tuple[str, str] | None:
    """User id and name, if it is a key of this feed, of who is in its group by now.

    Raises Refusal if it was one: whoever shows it was given it, and learns no more than
    that. Any other key is answered as at an address where there is nothing.
    """
    found = request.other.setdefault(FOUND, {})
    if secret not in found:
        found[secret] = feed_keys.find_key(secret)
    key, group = found[secret], group_of(published_view(request).context)
    if group is None:
        return None
    if key is None or key.name != group.UID() or not on_roster(key.user_id, group):
        if feed_keys.is_ended(secret, group.UID()):
            raise Refusal(KEY_ENDED, GONE)
        return None
    if key.folder != path_of(users) or not has_user(users, key.user_id):
        return None
    request.other[CREDENTIAL] = FEED_CREDENTIAL
    if api_tokens.keep_used(key):
        tell_at_once("feed.use", key.user_id, group=group.getId())
    request.other[SCOPES] = frozenset({Scope.READ_LIBRARY})
    return key.user_id, login_name(users, key.user_id)


def by_password(
    users: Any, request: Any, login: str, password: str
) -> tuple[str, str] | None:
    """User id and name, if they belong together and nothing else is asked for."""
    known = password_check.check_again(users, request, login, password)
    if known is None or path_of(known.users) != path_of(users):
        return None
    if factors.opens_nothing_alone(known.user_id):
        return None
    request.other[CREDENTIAL] = "basic"
    tell_basic(known.user_id, path_of(users), request.getClientAddr())
    return known.user_id, login


def come_in(user_id: str, folder: str, request: Any) -> None:
    """Begin a session in the browser that asks; a session that it had before ends."""
    _end(request)
    drop_cookie(request, STEP)
    now, who = datetime.now(UTC), visitor(request)
    secret = sessions.start(user_id, folder, SessionKind.BROWSER, who)
    set_cookie(request, SESSION, secret)
    device = cookie(request, DEVICE) or new_secret()
    notice_device(user_id, device, who, now)
    set_cookie(request, DEVICE, device, max_age=DEVICE_LIFE)
    record_login_event("login", user_id, kind=SessionKind.BROWSER.value)


def ask_for_more(known: KnownAccount, request: Any, purpose: Purpose) -> None:
    """Send the browser that asks to the second step of the login."""
    path = path_of(known.users)
    step = login_tokens.begin_login_token(
        known.user_id, path, purpose, token_bytes(CHALLENGE_BYTES)
    )
    set_cookie(request, STEP, step)


def give_token(known: KnownAccount, request: Any) -> str:
    """Begin a session for a program."""
    path, who = path_of(known.users), visitor(request)
    record_login_event("login", known.user_id, kind=SessionKind.TOKEN.value)
    # Programs keep no cookies: they are known by the network they come from.
    notice_device(known.user_id, f"network:{who.block}", who, datetime.now(UTC))
    return sessions.start(known.user_id, path, SessionKind.TOKEN, who)


def renew_token(request: Any) -> str | None:
    """Another token for the one that the request shows, which ends."""
    token = bearer(request)
    found = token and session_of(request, token)
    if not found:
        return None
    sessions.end(token)
    return sessions.start(
        found.user_id,
        found.folder,
        SessionKind.TOKEN,
        visitor(request),
        began=found.created,
    )


def keep_hash_new(known: KnownAccount, password: str) -> None:
    """Replace a hash of an older kind, now that the password is known."""
    if is_outdated(known.reference):
        store(known.users).updateUserPassword(known.user_id, hashed(password))


def go_on(users: Any, request: Any, user_id: str) -> None:
    """Begin a session for the browser that asks, after all sessions were ended."""
    secret = session_secret(request)
    if secret is not None:
        sessions.end(secret)
        set_cookie(
            request,
            SESSION,
            sessions.start(
                user_id, path_of(users), SessionKind.BROWSER, visitor(request)
            ),
        )


def confirm(request: Any) -> None:
    """Store that the owner of the request's session has just shown a credential again."""
    secret = session_secret(request)
    if secret is not None:
        set_cookie(request, SESSION, sessions.confirm(secret))
        request.other[CONFIRMED] = True


def is_confirmed(request: Any) -> bool:
    """Whether the owner has shown a credential again within the last minutes."""
    secret = session_secret(request)
    found = secret and session_of(request, secret)
    return CONFIRMED in request.other or bool(found and sessions.is_confirmed(found))


def has_proved(request: Any) -> bool:
    """Whether whoever asks shows, or showed a moment ago, what opens the account.

    The token of a login does so for as long as the first one lasts.
    """
    if not authorization_header(request):
        return is_confirmed(request)
    token = bearer(request)
    if token is None:
        return True  # a name with its password
    found = session_of(request, token)
    return found is not None and datetime.now(UTC) < found.created + sessions.TOKEN_LIFE


def leave(request: Any) -> None:
    """End the session that the request shows, on the server too."""
    _end(request)
    drop_cookie(request, SESSION)


def _end(request: Any) -> None:
    for secret in (session_secret(request), bearer(request)):
        if secret:
            sessions.end(secret)


def bearer(request: Any) -> str | None:
    """The token that the request shows."""
    scheme, _space, token = authorization_header(request).partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def session_id(request: Any) -> str | None:
    """By which pages name the session of the browser that asks."""
    secret = session_secret(request)
    found = secret and session_of(request, secret)
    return found.id if found else None


def time_left(request: Any) -> tuple[int, int] | None:
    """Seconds after which the session ends if it is not used, and at the latest."""
    secret = session_secret(request)
    found = session_of(request, secret) if secret else None
    if found is None:
        return None
    latest = int((found.ends - datetime.now(UTC)).total_seconds())
    # It was in use just now; that is stored at most once in a while.
    unused = settings.idle() - sessions.SEEN_EVERY
    return min(int(unused.total_seconds()), latest), latest


def folder_of_caller() -> str:
    """Path of the user folder that whoever asks comes from."""
    return path_of(aq_parent(aq_inner(getSecurityManager().getUser())))


@provider(ICredentialCheck)
def is_live(secret: str) -> bool:
    """Whether it is in the database; whose it is and what it opens is checked later."""
    if secret.startswith(api_tokens.PREFIX):
        return api_tokens.find_token(secret) is not None
    return sessions.is_kept(secret)
