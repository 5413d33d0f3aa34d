"""The annual illegal trade report of a Party, as CITES asks for it each year.

A row of it is a line of specimens of a seizure. The Secretariat makes that of any
country, a national contact point its own country's.
"""
