"""What members and the Secretariat read about the portal's use, in each language.

``en``, ``fr`` and ``es`` hold the texts in Markdown. Their headings have the same ids, so
that one link leads to the same section in each.
"""
