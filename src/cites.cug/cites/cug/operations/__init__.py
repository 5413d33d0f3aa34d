"""Running a portal: backup, verification, restoring, upgrades; `bin/cug` does it."""
