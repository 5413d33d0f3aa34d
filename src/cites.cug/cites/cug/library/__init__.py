"""Alerts and documents, each for the audience that its state names."""
