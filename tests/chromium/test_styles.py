"""The page of all parts of the screens."""

from tests.chromium.chromium import new_context
from tests.chromium.styles import LOOKS, make, PARTS
from tests.chromium.test_keyboard_and_access import violations


def test_each_part_is_found_and_readable(portal, tmp_path):
    make(portal, tmp_path, ("fr",))
    page = new_context().new_page()
    for look in LOOKS:
        page.goto(f"file://{tmp_path}/{look}/fr.html")
        page.wait_for_load_state("networkidle")
        assert page.locator("h2").count() >= len(PARTS)
        assert violations(page, {"runOnly": ["color-contrast"]}) == []
    page.goto(f"file://{tmp_path}/index.html")
    assert page.locator("iframe").count() == 2 * len(LOOKS)
    page.context.close()
