"""Pure Python without Django; each part could be published alone."""
