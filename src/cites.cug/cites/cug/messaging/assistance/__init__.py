"""Requests for assistance: messages that ask for an answer, and how far that has come.

What is asked and what is answered are messages, sealed and delivered as all others, so
that nobody reads more of a request than of a message. Beside the first message of the
conversation stands a row that says what kind of help is asked for, and whether it came.
"""
