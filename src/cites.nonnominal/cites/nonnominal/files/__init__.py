"""Removes from files what they hold beside their visible content.

One module for each family of formats. A file that cannot be cleaned is refused, and each
accepted type has a cleaner. Nothing here knows of requests or of where files are stored.
"""
