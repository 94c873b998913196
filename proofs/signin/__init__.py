"""Sign-in: nobody learns who has an account, nobody guesses for long, and no request breaks a page of it."""
