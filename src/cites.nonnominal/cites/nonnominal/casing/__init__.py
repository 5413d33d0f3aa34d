"""Gives names in lines of small letters, or of capitals, their usual case.

Officers write chats without capitals, and manifests in capitals. Possible names there get
their capital back, so that the same rules find them: names after a word that announces
one, a given name before a family name, the words before a company's legal form. Each
character keeps its position.
"""
