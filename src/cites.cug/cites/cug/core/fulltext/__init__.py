"""The search for words: how they are compared, kept, asked for, ranked and shown."""
