"""What members and the Secretariat read about the portal's use, in each language.

The texts are Markdown in ``help`` of the language's folder. Their headings have the same
ids, so that one link leads to the same section in each.
"""
