"""What is done with permits; each leaves its record in the audit trail."""
