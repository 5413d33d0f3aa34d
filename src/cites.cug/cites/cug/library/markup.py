"""Rich text that members write: plain structure, nothing that runs or loads."""

from cites.cug import _
from lxml import html
from plone.app.textfield.value import RichTextValue
from zope.interface import Invalid


MAX_LENGTH = 200_000
#: Elements that run code or load something from elsewhere.
FORBIDDEN = frozenset(
    [
        "applet",
        "base",
        "embed",
        "form",
        "frame",
        "frameset",
        "iframe",
        "input",
        "link",
        "math",
        "meta",
        "object",
        "script",
        "style",
        "svg",
    ]
)
LINK_ATTRIBUTES = ("href", "src", "action", "formaction", "xlink:href")
SAFE_SCHEMES = ("http:", "https:", "mailto:", "tel:")


def _offence(element) -> str | None:
    if element.tag in FORBIDDEN:
        return f"<{element.tag}>"
    for name, value in element.attrib.items():
        if name.lower().startswith("on"):
            return f"{name}="
        target = "".join(value.split()).lower()
        has_scheme = ":" in target.partition("/")[0]
        if name in LINK_ATTRIBUTES and has_scheme and not target.startswith(SAFE_SCHEMES):
            return f"{name}="
    return None


def safe_markup(value: RichTextValue) -> bool:
    """Refuse text that is too long or holds more than plain structure."""
    raw = value.raw or ""
    if len(raw) > MAX_LENGTH:
        raise Invalid(
            _(
                "The text is longer than ${limit} characters.",
                mapping={"limit": MAX_LENGTH},
            )
        )
    if not raw.strip():
        return True
    for element in html.fragment_fromstring(raw, create_parent=True).iter("*"):
        offence = _offence(element)
        if offence:
            raise Invalid(
                _(
                    "The text holds ${what}, which is not allowed here.",
                    mapping={"what": offence},
                )
            )
    return True
