"""S6: what nobody thought of is sent to the API, and nothing breaks."""
