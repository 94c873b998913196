"""The top storey: settings, addresses, the server, the command line. Nobody imports it."""
