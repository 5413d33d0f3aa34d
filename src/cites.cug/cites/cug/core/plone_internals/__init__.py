"""All uses of private names of Plone and Zope, in one place.

Plone, Zope, PAS, waitress and others mark with a leading underscore names that they may
change without notice. Where there is no public way, or only a slow one, a function here
uses such a name. Nothing else in the package may, which ``tests/test_architecture.py``
checks. ``tests/core/test_plone_internals.py`` tests each function with the real objects:
if an update of Plone breaks a function, its test fails.

Some names begin with an underscore and are public all the same. They are used where they
are needed: those that ``persistent`` documents (``_p_jar``, ``_p_changed``,
``_p_activate``), those that the interfaces of ``OFS`` declare (``_setObject``,
``_delObject``, ``_getOb``, ``_setId``), those of named tuples, ``os._exit`` and lxml's
``_Element``, which has no other name for a type hint.

Methods and attributes of Plone's classes that our subclasses override or call stay in the
subclasses. The architecture test lists those names, and the contract test finds each in
Plone's class.
"""
