"""Bulletins: items that the Secretariat picks, as one typeset document."""
