"""The page by which a stranger asks for access; what follows is in ``test_way_in.py``."""

from playwright.sync_api import expect


def test_it_works_without_scripts(visit, portal):
    page = visit(java_script_enabled=False)
    page.goto(f"{portal.group}/request-access")
    page.get_by_label("Country").select_option("XB")
    page.get_by_role("button", name="Request access").click()
    expect(page.get_by_role("alert")).to_contain_text("What you typed has been kept")
    expect(page.get_by_label("Country")).to_have_value("XB")
