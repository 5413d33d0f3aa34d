"""Jobs that run at intervals, in each Zope process and in each portal."""
