"""Rules that warn of what is doubtful about a permit: a module for each part of the
form.
"""
