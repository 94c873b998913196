"""`make prove-files`: what a stranger sends is refused, or kept without anything that acts, leads out or tells (S6).

    python -m proofs.files [--files 40] [--seed 1] [--full] [--write]

Full size (`--full`): all hostile files there are, over 200: scripts, macros, embedded files, films, polyglots, bombs,
places in pictures, documents that fetch, entities, cut and mutated files. Each goes the way of an upload, into a
process of its own. What comes out is judged by other means than it was made (judging.py). Controls: the same files not
cleaned, and each cleaner replaced by one that hands on what it got; the judge must catch them. And one harmless file of
each kind must come through, or refusing everything would pass.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable, Sequence

from jiwar.ground.files.apart import clean_apart
from jiwar.ground.files.cleaning import Cleaned, FileKind, kind_of
from jiwar.ground.files.cleaning.taken import LARGEST, NotTaken
from proofs import evidence
from proofs.files.judging import faults
from tests.ground.files import making
from tests.ground.files.making import CANARY, Hostile

LEAST = 200
"""So many hostile files make the proof of full size."""

type Clean = Callable[[bytes], Cleaned]


def main() -> int:
    options = _options()
    everything = list(making.hostile())
    files = everything if options.full else random.Random(options.seed).sample(everything, options.files)
    found, harm = tried(files, clean_apart)
    harmless = {kind: _comes_through(kind, content) for kind, content in making.harmless().items()}
    caught = controls(files if options.full else everything)
    print(f"S6: {len(files)} hostile files:")
    for what, count in found.most_common():
        print(f"  {count:6} {what}")
    for line in harm:
        print(f"  HARM {line}")
    print(f"  {sum(harmless.values())} of {len(harmless)} harmless files came through")
    for what, count in caught.items():
        print(f"  control, {what}: {f'{count} caught' if count else 'MISSED'}")
    is_whole = not options.full or len({one.name for one in files}) >= LEAST
    holds = not harm and all(harmless.values()) and all(caught.values()) and is_whole
    print("  the proof holds" if holds else "  THE PROOF FAILS")
    if options.write:
        command = f"python -m proofs.files {'--full' if options.full else f'--files {options.files}'}"
        results: dict[str, object] = {
            "files": len(files), "came_of": dict(found), "harm": len(harm), "harmless_taken": sum(harmless.values()),
            "controls_caught": caught,
        }  # fmt: skip
        print(evidence.write("files", figure="S6", command=command, seed=options.seed, results=results))
    return 0 if holds else 1


def tried(files: Sequence[Hostile], clean: Clean) -> tuple[Counter[str], list[str]]:
    """What came of each file, counted; and what of the kept ones could still do harm."""
    found: Counter[str] = Counter()
    harm: list[str] = []
    for file in files:
        try:
            made = clean(file.content)
        except NotTaken as no:
            found[f"refused: {no.code}"] += 1
            continue
        found[f"kept, made harmless: {made.kind}"] += 1
        word = b"" if "mutated" in file.name else CANARY  # there it may stand among samples and pixels, which are kept
        if left := faults(made.kind, made.content, word=word):
            harm.append(f"{file.name}: {', '.join(left)}")
    return found, harm


def controls(files: Sequence[Hostile]) -> dict[str, int]:
    """How many files are caught where nothing is cleaned, in all and of each kind."""
    _, harm = tried(files, _as_it_came)
    caught = {"files not cleaned": len(harm)}
    for kind in FileKind:
        of_kind = [file for file in files if kind_of(file.content) is kind]
        caught[f"{kind} handed on"] = len(tried(of_kind, _as_it_came)[1])
    return caught


def _as_it_came(content: bytes) -> Cleaned:
    """As if nobody cleaned: by its first bytes, and no further."""
    kind = kind_of(content)
    if kind is None:
        raise NotTaken("kind_not_taken")
    if len(content) > LARGEST:
        raise NotTaken("too_large")
    return Cleaned(kind, content)


def _comes_through(kind: str, content: bytes) -> bool:
    """Whether what people send is taken, and then has no fault."""
    made = clean_apart(content)
    return made.kind == kind and not faults(made.kind, made.content)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m proofs.files")
    parser.add_argument("--files", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--full", action="store_true", help="all of them")
    parser.add_argument("--write", action="store_true", help="keep the results in docs/evidence/files.json")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
