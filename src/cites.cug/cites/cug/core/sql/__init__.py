"""What is kept in SQL: the engine, sessions in Zope's transaction, migrations."""
