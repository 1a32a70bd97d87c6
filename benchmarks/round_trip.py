"""What a file loses when it is imported and exported again: `python benchmarks/round_trip.py page [FILE...]`.

In: the files of a format in ../shared/data, or those that are named. Out: a row per file with the number of its
differences by kind, of reading it, writing it and reading it again, and the seconds that takes; then the seconds of
a large page that was made, and with `--huge` time and memory of a file of 50 MB. Exit code 1 where something was lost.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import round_trip_alto
import round_trip_hocr
import round_trip_page

HUGE = 50_000_000  # bytes
SHARED = Path(__file__).parents[2] / "shared" / "data"


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is tried: where its files are, what one of them loses, how long a large page takes to be written.

    `lost` gives the kind and the words of each difference, and adds the seconds of reading and writing to a counter.
    `huge` reads a made file of so many bytes, whole and cut off in the middle, and says what became of it.
    """

    pattern: str
    lost: Callable[[bytes, Counter[str]], Iterable[tuple[str, str]]]
    large: Callable[[], str]
    huge: Callable[[int], Iterable[str]]


FORMATS: Mapping[str, Format] = {
    "alto": Format("*/*.alto.xml", round_trip_alto.lost, round_trip_alto.large, round_trip_alto.huge),
    "page": Format("*/*.page.xml", round_trip_page.lost, round_trip_page.large, round_trip_page.huge),
    "hocr": Format("*/*.page.xml", round_trip_hocr.lost, round_trip_hocr.large, round_trip_hocr.huge),
}


def main() -> int:
    parser = argparse.ArgumentParser(description="Import a file and export it again; say what differs.")
    parser.add_argument("format", choices=FORMATS)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--verbose", action="store_true", help="print every difference")
    parser.add_argument("--huge", action="store_true", help="read a file of 50 MB, too")
    options = parser.parse_intermixed_args()
    tried = FORMATS[options.format]
    total = 0
    for path in options.files or sorted(SHARED.glob(tried.pattern)):
        seconds: Counter[str] = Counter()
        found = list(tried.lost(path.read_bytes(), seconds))
        total += len(found)
        kinds = ", ".join(f"{kind} {count}" for kind, count in Counter(kind for kind, _ in found).items())
        took = ", ".join(f"{step} {value:.2f} s" for step, value in seconds.items())
        print(f"{path.name}: {len(found)} differences{f' ({kinds})' if kinds else ''}; {took}")
        for kind, words in found if options.verbose else ():
            print(f"  {kind}: {words}")
    print(tried.large())
    if options.huge:
        begun = time.process_time()
        for words in tried.huge(HUGE):
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(f"{words}; {time.process_time() - begun:.1f} s, {memory} MB")
            begun = time.process_time()
    return 1 if total else 0


if __name__ == "__main__":
    raise SystemExit(main())
