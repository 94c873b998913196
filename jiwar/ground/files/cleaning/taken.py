"""What is not taken, in codes; the sentences for people stand where a page uses them."""

LARGEST = 10 * 1024 * 1024
"""Bytes of a file, before it is read."""


class NotTaken(Exception):
    """`code` says why: too_large, kind_not_taken, damaged, encrypted, too_many_parts, has_macros, has_strange_parts."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
