"""Files that say nothing but what they show: what they say beside it is taken out.

One module for each family of formats. What cannot be cleaned is refused, never passed:
there is no type without a cleaner. Nothing here knows of requests or of where files go.
"""
