"""What is done later and by nobody's hand: put aside in the transaction of an act, done by a worker for one agency."""
