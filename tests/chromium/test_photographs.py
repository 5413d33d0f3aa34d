"""The photographs of all screens."""

from tests.chromium.chromium import new_context
from tests.chromium.photographs import DEVICES, make
from tests.chromium.screens import addresses


def test_each_screen_is_photographed_on_both_devices(visit, portal, tmp_path):
    before, now = tmp_path / "before", tmp_path / "now"
    for folder, earlier in ((before, None), (now, before)):
        faults = make(portal, folder, earlier, accounts=(None,), languages=("fr",))
        assert not faults
    screens = len(addresses(portal, None))
    assert len(list(now.rglob("*.jpg"))) == len(DEVICES) * screens
    texts = [file.read_text(encoding="utf-8") for file in now.rglob("*.txt")]
    assert len(texts) == len(DEVICES) * screens
    assert any("Demander l’accès" in text for text in texts)
    page = new_context().new_page()
    page.goto(f"file://{now}/index.html")
    assert page.locator("h2").count() == screens
    pictures = page.locator("img")
    assert pictures.count() == 2 * len(DEVICES) * screens
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        picture.evaluate("(one) => one.decode()")
    page.context.close()
