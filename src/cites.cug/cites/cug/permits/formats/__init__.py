"""Permits in files: CITES e-permit XML, spreadsheets and JSON.

Each format reads a file into ``raw_permit.RawPermit`` objects. ``reading`` then checks
their values, the same for all formats.
"""
