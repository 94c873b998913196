"""R1 and R3: nothing that was acknowledged is lost, whatever is killed."""
