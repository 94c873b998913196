"""The areas: what the product is about, one room for each subject."""
