"""Work on files of strangers, done apart from the portal and within bounds.

``external`` runs programs, ``workers`` our own functions. Both get a file and an answer
to write, little memory and time, nothing of the portal's environment, connections or
open files, and wait for one of few turns.
"""
