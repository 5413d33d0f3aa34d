"""What readers of a published alert propose to correct in it, one field at a time.

A proposal is a row of the records: a reader may not write into the alert. Its author or
the Secretariat takes it or not; only then the alert changes, as with any other edit, with
a version and a record in the trail. Whoever proposed it, the author and the Secretariat
read it, and nobody else.
"""
