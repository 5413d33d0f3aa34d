"""What runs by itself: named jobs, in each Zope process, in each portal."""
