"""Pages: proposed corrections of alerts."""
