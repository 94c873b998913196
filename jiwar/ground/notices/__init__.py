"""Messages that tell somebody to look, and never what at; sent after commit."""
