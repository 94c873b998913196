"""The desk: pages for those who work here that show several areas at once."""
