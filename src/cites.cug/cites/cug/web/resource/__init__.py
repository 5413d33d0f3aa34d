"""Resources that are declared once and served twice: over REST and as pages."""
