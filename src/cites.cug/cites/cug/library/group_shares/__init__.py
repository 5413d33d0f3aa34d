"""An item that a Secretariat gives to another group, where it becomes a copy.

The author is asked first, then the Secretariat of the other group. The copy keeps the
handling code, and is closed with the item (``library/copies.py``).

A share names the other group as it is typed: who offers does not learn which there are.
It is for the group that has this name when the item is offered, and for no later one.
"""
