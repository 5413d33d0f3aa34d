"""The operation of a portal by `bin/cug`: backup, verification, restore, upgrade."""
