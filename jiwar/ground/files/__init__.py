"""Files from outside: what is taken, and made harmless before anybody opens it. Nothing is kept yet."""
