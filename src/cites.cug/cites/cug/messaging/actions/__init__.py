"""Every change of a mailbox, by what it is about."""
