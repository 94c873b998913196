"""No sealed text lies anywhere in plain (S9): words planted in every sealed column, then looked for everywhere."""
