"""R2: web workers are killed in the middle of requests, and partners send them again."""
