"""Seizures that come in as a table: all of them as drafts of whoever sends it, or none.

A table is one of the portal's own illegal trade reports, an export of ETIS, or any other
whose columns its sender says the fields of.
"""
