"""“Seen here too”: what readers of a published alert add to it.

A sighting is a row of the records, not content: a reader may not write into the alert,
and versions and copies of it must not carry what others have added since. A sighting is
read by those for whom it was written: the readers that the alert had then, as far as they
may read the alert now. Its author or the Secretariat opens it to readers that the alert
got later.
"""
