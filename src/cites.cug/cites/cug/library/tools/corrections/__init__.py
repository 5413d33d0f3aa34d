"""What readers of a published alert propose to correct in it, one field at a time.

A proposal is a row of the records: a reader may not write into the alert. Its author or
the Secretariat takes it or not. Only who may edit the alert changes it by that, with a
version and a record in the trail: an author may not edit what is published, so what an
author takes waits for the Secretariat. Whoever proposed it, the author and the
Secretariat read it, and nobody else.
"""
