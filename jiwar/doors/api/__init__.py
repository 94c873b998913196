"""The API: the systems of partners, by tokens. One file for each area; each only translates."""
