"""REST: proposed corrections of alerts."""
