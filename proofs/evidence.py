"""Write what a proof found into docs/evidence, with how it was made. See docs/evidence/README.md for the form."""

import json
import os
import platform
import subprocess
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
EVIDENCE = ROOT / "docs" / "evidence"
GIB = 1024**3


def write(name: str, *, figure: str, command: str, seed: int, results: Mapping[str, object]) -> Path:
    """Write `docs/evidence/<name>.json` and say where it is."""
    path = EVIDENCE / f"{name}.json"
    content = {
        "figure": figure,
        "command": command,
        "commit": commit(),
        "changed": changed(),
        "seed": seed,
        "machine": machine(),
        "results": results,
    }
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def commit() -> str:
    """The commit that is checked out."""
    return _git("rev-parse", "HEAD").strip() or "unknown"


def changed() -> list[str]:
    """Files of the code that differ from that commit: where there are any, the figure is not the commit's."""
    lines = _git("status", "--porcelain", "--", "jiwar", "proofs", "bench", "uv.lock").splitlines()
    return [line[3:] for line in lines]


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False).stdout


def machine() -> str:
    """Cores, memory and Python: what a time means nothing without."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIB
    return f"{cores} cores, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"
