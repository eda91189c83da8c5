"""How a document becomes an answer."""
