"""What the trail’s pages call the values in events of logging in."""

from cites.cug import _
from cites.cug.core.trail.event_words import EventWords
from cites.cug.login.scopes import TITLES
from cites.cug.login.web_hooks import PROBLEMS


LOGINS = {
    "basic": _("login_event_words_name_and_password"),
    "browser": _("login_event_words_a_browser"),
    "token": _("login_event_words_a_token_over_rest"),
}
WORDS = EventWords(
    by_kind={"hook": {"reason": PROBLEMS}, "login": {"kind": LOGINS}},
    by_name={"scopes": TITLES},
)
