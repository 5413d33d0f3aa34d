"""What the library holds: alerts, documents, folders, files, their states and readers."""
