"""Files from outside: what is taken, made harmless before anybody opens it, and kept sealed."""
