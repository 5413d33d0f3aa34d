"""Who is asking: sessions, passwords, second factors, tokens, and their end."""
