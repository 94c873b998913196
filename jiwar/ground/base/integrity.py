"""Whether what is about to be committed will be.

After a database error PostgreSQL answers COMMIT with a rollback and says nothing. Django notices where the error left
an `atomic` block; where somebody swallowed it inside one, nobody would notice, and a page would show what was never
recorded.
"""

from django.db import transaction
from psycopg.pq import TransactionStatus


def refuse_broken() -> None:
    """Raise RuntimeError where a database error was swallowed in the open transaction."""
    wrapper = transaction.get_connection()
    raw = wrapper.connection
    if wrapper.needs_rollback or (raw is not None and raw.info.transaction_status == TransactionStatus.INERROR):
        raise RuntimeError("a database error was swallowed on the way")
