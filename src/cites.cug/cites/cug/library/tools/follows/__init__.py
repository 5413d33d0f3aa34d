"""What members follow in a library, and who is told of what is new.

A change of an item leaves a row in the transaction that makes it. A clock job takes such
rows up, asks which follows fit the item and which of their owners may read it, and
queues notices: all in one transaction, so that nothing is told twice and nothing is lost.
Whether a reader may read the item is asked again when the notice is about to be sent.
"""
