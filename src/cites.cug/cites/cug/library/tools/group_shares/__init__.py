"""An item that a Secretariat gives to another group, where it becomes a copy.

The author is asked first, then the Secretariat of the other group. The copy keeps the
handling code, and is closed with the item (``library/items/copies.py``).

The other group is named as it is typed: the sender does not learn which groups exist. An
offer is for the group that has this name at the time, and for no later one.
"""
