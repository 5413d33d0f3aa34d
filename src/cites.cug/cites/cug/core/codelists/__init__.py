"""Lists of codes for alerts, documents and permits."""
