"""Who owes what until when, for every area: tasks about a file, in the working days of Jordan."""
