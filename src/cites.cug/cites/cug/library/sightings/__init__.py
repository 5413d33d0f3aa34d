"""“Seen here too”: what readers of a published alert add to it.

A sighting is a row of the records, not content: a reader may not write into the alert,
and versions and copies of it must not carry what others have added since. Who may read
the alert reads its sightings, and nobody else.
"""
