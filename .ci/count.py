"""Print the closing line, from pytest's own report, and exit with 1 where a test or a step failed."""

import sys
from pathlib import Path
from xml.etree import ElementTree as ET


def main(report: str, steps_failed: int) -> int:
    suites = ET.parse(report).iter("testsuite") if Path(report).exists() else ()  # noqa: S314  pytest wrote it
    counts = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)
    for suite in suites:
        for name in counts:
            counts[name] += int(suite.get(name, 0))
    bad = counts["failures"] + counts["errors"]
    passed = counts["tests"] - bad - counts["skipped"]
    print(f"{passed} passed, {bad} failed, {counts['skipped']} skipped")
    return 1 if steps_failed or bad or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
