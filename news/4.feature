Programs send, list, file and search messages over REST (docs/rest-messages.md); a repeated request sends nothing twice.
