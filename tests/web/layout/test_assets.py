"""The style sheets: one scale of sizes and distances, no rule for what is not there."""

import re
import unittest
from cites.cug.web.layout.assets import asset_url, STATIC
from pathlib import Path
from tests import ROOT
from tests.chromium.styles import classes, PARTS
from tests.some import some


PACKAGE = STATIC.parents[2]
COMMENT = re.compile(r"/\*.*?\*/|url\([^)]*\)", re.DOTALL)
BLOCK = re.compile(r"\{[^{}]*\}")
CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
#: Font sizes, and distances up to what indents a whole line.
LITERAL = re.compile(
    r"(?<![\w-])(?:font(?:-size)?|(?:row-|column-)?gap|margin[a-z-]*|padding[a-z-]*):"
    r"[^;}]*?(?<![\w.-])((?:[01]?\.\d+|[12](?:\.[0-4]\d*)?)rem)"
)
VARIABLE = re.compile(r"var\((--[\w-]+)")
#: Classes whose second half is a value: of a state, a code or a way to look at a list.
BEGINNINGS = ("state-", "tlp-", "handling-", "tone-", "in-")
#: What Plone's own forms and the editor call their parts.
OF_OTHERS = {
    *("fieldErrorBox", "invalid-feedback", "formHelp", "form-text", "form-label"),
    *("btn", "btn-primary", "destructive", "login-wrapper"),
    *("selectedCell", "ProseMirror-hideselection", "ProseMirror-selectednode"),
}


def sheets():
    return {
        path.name: COMMENT.sub("", path.read_text(encoding="utf-8"))
        for path in some(STATIC.glob("*.css"))
    }


def sources(*places):
    """What templates, code and scripts say."""
    suffixes = {".pt", ".py", ".js"}
    files = [path for place in places for path in Path(place).rglob("*.*")]
    texts = [
        path.read_text(encoding="utf-8")
        for path in files
        if path.suffix in suffixes and path != STATIC / "editor.js"
    ]
    return set(re.findall(r"[\w-]+", "\n".join(texts)))


class SheetsTest(unittest.TestCase):
    def test_sizes_and_distances_are_those_of_the_scale(self):
        for name, text in sheets().items():
            self.assertEqual([], LITERAL.findall(text), name)

    def test_each_variable_is_there_and_used(self):
        text = "".join(sheets().values())
        defined = set(re.findall(r"(?<![\w-])(--(?!bs-)[\w-]+):", text))
        self.assertEqual(set(), set(VARIABLE.findall(text)) - defined)
        self.assertEqual(set(), defined - set(VARIABLE.findall(text)))

    def test_each_class_is_on_some_page(self):
        said = sources(PACKAGE, ROOT / "editor" / "src")
        for name, text in sheets().items():
            found = set(CLASS.findall(BLOCK.sub("{}", text))) - OF_OTHERS
            unused = {one for one in found - said if not one.startswith(BEGINNINGS)}
            self.assertEqual(set(), unused, name)

    def test_the_parts_of_the_style_page_have_a_rule(self):
        known = set(CLASS.findall("".join(sheets().values())))
        for part in PARTS:
            self.assertLessEqual(classes(part), known | {"member-form"}, part.name)

    def test_a_file_has_one_address(self):
        first = asset_url("http://portal", "portal.css")
        self.assertEqual(first, asset_url("http://portal", "portal.css"))
        self.assertRegex(
            first, r"^http://portal/\+\+resource\+\+cites\.cug/portal\.css\?v=\w{12}$"
        )
