"""What keeps Jiwar from starting or stopping, said to a person at a terminal."""


class Trouble(Exception):
    """The message says what is wrong and what to do about it; the command line shows it without a traceback."""
