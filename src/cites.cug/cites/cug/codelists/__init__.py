"""The lists of codes that alerts, documents and permits are written with."""
