"""The directory: rescue centres, laboratories and experts who help with specimens.

Entries are rows of the records. All members of a group read them; the Secretariat keeps
all of them, a contact point those of its own country. They are institutions and
functions, never private persons.
"""
