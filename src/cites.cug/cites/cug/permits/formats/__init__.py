"""Permits in files: CITES e-permit XML, spreadsheets and JSON, read and written.

Each format makes ``given.Given`` of what a file holds; ``reading`` checks all alike.
"""
