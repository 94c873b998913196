"""Errors, clock, records, bilingual text, forms and pages: the words everybody speaks."""
