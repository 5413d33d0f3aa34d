"""Translations of an item's title, summary and text by members.

They are kept on the item itself: whoever may read the item may read them, in every state,
and nobody else. Versions, copies and the removal of the item take them along.
"""
