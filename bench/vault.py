"""What encryption costs a list of people: CPU per page of names, beside bare AES-GCM on the same bytes.

    python -m bench.vault [--people 50] [--rounds 300] [--json]

Everything but the queries: the wraps are there as the database would return them, the agency's key is in memory,
the data keys are not. "Bare" is AESGCM.decrypt with the key objects made beforehand and nothing bound but a
constant: less than that cannot be done. Times are the process's own CPU, the median of the rounds.
"""

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiwar.site.settings")
django.setup()

from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: E402

from jiwar.areas.people.models import PersonName  # noqa: E402
from jiwar.ground.vault import agency_keys, tokens  # noqa: E402
from jiwar.ground.vault.crypto import Key, derive  # noqa: E402
from jiwar.ground.vault.keyring import Ring  # noqa: E402
from jiwar.ground.vault.kms import FileKms  # noqa: E402
from jiwar.ground.vault.models import Kind  # noqa: E402
from jiwar.ground.vault.wraps import DataKey, Wrap  # noqa: E402

BUDGET_MS = 1.0
"""50 names opened, queries apart."""
AGENCY = uuid4()


class Page:
    """A page of names as the queries would bring it: rows with sealed columns, and wraps."""

    def __init__(self, people: int, keys: FileKms) -> None:
        key = Key.fresh()
        self.agency_key = keys.wrap(key, agency_keys.context_of(AGENCY, 1))
        current = agency_keys.Current(1, key)
        self.roots: list[UUID] = [uuid4() for _ in range(people)]
        self.wraps: list[Wrap] = []
        self.rows: list[PersonName] = []
        for root in self.roots:
            made = [DataKey(root, str(kind), 1, Key.fresh()) for kind in Kind]
            for one in made:
                wrapped = one.under(AGENCY, current).wrapped
                self.wraps.append(Wrap(root, one.kind, 1, AGENCY, 1, bytes(wrapped), self.agency_key))
            ring = Ring([root], Kind, made)
            row = PersonName(person_id=root, script="arab")
            row.first, row.rest = ring.seal(row, "first", "أمل"), ring.seal(row, "rest", "حداد الخطيب")
            self.rows.append(row)

    def ring(self) -> Ring:
        return Ring(self.roots, Kind, self.wraps)

    def open(self) -> list[str]:
        ring = self.ring()
        return [f"{ring.open(row, 'first')} {ring.open(row, 'rest')}" for row in self.rows]

    def open_after_start(self) -> list[str]:
        agency_keys.unwrapped.cache_clear()
        return self.open()

    def seal(self) -> list[bytes]:
        ring = self.ring()
        return [ring.seal(row, "first", "أمل") + ring.seal(row, "rest", "حداد الخطيب") for row in self.rows]

    def bare(self) -> Callable[[], list[bytes]]:
        ciphers = [AESGCM(os.urandom(32)) for _ in self.rows]
        nonce = os.urandom(12)
        sealed = [(c, c.encrypt(nonce, text.encode(), b"")) for c in ciphers for text in ("أمل", "حداد الخطيب")]
        return lambda: [cipher.decrypt(nonce, blob, b"") for cipher, blob in sealed]


def cpu_ms(work: Callable[[], object], rounds: int) -> float:
    """The median CPU time of one call, in milliseconds."""
    times = []
    for _ in range(rounds):
        began = time.process_time_ns()
        work()
        times.append((time.process_time_ns() - began) / 1e6)
    return statistics.median(times)


def measure(people: int, rounds: int) -> dict[str, float]:
    """Milliseconds of CPU by what was done."""
    with TemporaryDirectory() as folder:
        keys = FileKms.generate(Path(folder) / "root.json", demo=True)
        agency_keys.kms = lambda: keys  # type: ignore[attr-defined]
        page, token_key = Page(people, keys), derive(Key.fresh(), "token person")
        work: dict[str, Callable[[], object]] = {
            "bare AESGCM.decrypt": page.bare(),
            "open names": page.open,
            "open names, agency key not in memory": page.open_after_start,
            "seal names": page.seal,
            "tokens of names": lambda: [tokens.token_under(token_key, "أمل") for _ in range(2 * people)],
        }
        return {name: cpu_ms(one, rounds) for name, one in work.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    found = measure(options.people, options.rounds)
    if options.json:
        print(json.dumps({"people": options.people, "rounds": options.rounds, "cpu_ms": found}))
        return
    print(
        f"{options.people} people, first and other names: {2 * options.people} sealed values, {options.rounds} rounds\n"
    )
    print(f"{'':<40}{'CPU ms':>8}{'µs a value':>12}{'ratio':>8}")
    for name, spent in found.items():
        ratio = spent / found["bare AESGCM.decrypt"]
        print(f"{name:<40}{spent:>8.3f}{1000 * spent / (2 * options.people):>12.2f}{ratio:>8.1f}")
    verdict = "kept" if found["open names"] <= BUDGET_MS * options.people / 50 else "BROKEN"
    print(f"\nBudget of {BUDGET_MS} ms for 50 people: {verdict}")


if __name__ == "__main__":
    main()
