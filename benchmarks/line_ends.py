"""How many line-end hyphens repair decides rightly, and how fast.

Each text of benchmarks/texts is set in columns of several widths and repaired, a width at a time, as one paper; what
became of each hyphen at a line end is compared with what the source has. The language is the first part of a text's
name (en, en-2, de-fraktur); a text of Fraktur is set with ⸗ ¬ = - by turns and with k-k for ck.

    python benchmarks/line_ends.py [--only de] [--errors]
    python benchmarks/line_ends.py --text article.txt --language de [--fraktur]
    python benchmarks/line_ends.py --pages [--seed 1] [--sample 40]     decisions on printed pages, to judge by eye

A text is UTF-8 with a blank line between paragraphs. A decision is right where the repaired text holds what the source
has; an offer is judged by what the text holds meanwhile, and one for k-k also by the word it offers. "Wrong joins" are
words that lost a hyphen of their own, as a share of all such words, and of all hyphens. Speed is process time.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from time import process_time

from columns import Column, LineEnd, set_column
from printed import read_printed

from correction.article import Article, Hyphen, Paragraph
from correction.lexicon import HYPHENS
from correction.repair import repair

TEXTS = Path(__file__).parent / "texts"
DATA = Path(__file__).parents[2] / "shared/data"
WIDTHS = (24, 27, 30, 34, 38)  # characters: columns of seven to twelve to a page
HEAD = (
    f"{'text':24} {'lines':>6} {'hyphens':>7} {'right':>7} {'own hyphens':>11} {'lost':>7} {'of all':>7} {'offers':>6}"
)


@dataclass(frozen=True, slots=True)
class Decision:
    """One hyphen at a line end: the truth, what stands in the text, the entry (None where repair saw no break)."""

    end: LineEnd
    written: str
    entry: Hyphen | None
    around: str

    @property
    def right(self) -> bool:
        """Whether the text holds what the source has; with k-k for ck, whether that is offered."""
        return self.written == self.end.truth and self.end.offered in (None, self.entry and self.entry.offered)

    @property
    def lost_hyphen(self) -> bool:
        """Whether a word lost a hyphen of its own."""
        return self.end.truth != "join" and self.written == "join"

    @property
    def is_offer(self) -> bool:
        """Whether the choice is left to a person."""
        return self.entry is not None and self.entry.decision == "offer"


@dataclass(frozen=True, slots=True)
class Result:
    """One text in all widths."""

    name: str
    lines: int
    decisions: Sequence[Decision]
    unmarked: Sequence[Hyphen]  # offers where no mark stands
    speed: float  # characters a second

    def __str__(self) -> str:
        count, own = len(self.decisions), sum(d.end.truth != "join" for d in self.decisions)
        lost, right = sum(d.lost_hyphen for d in self.decisions), sum(d.right for d in self.decisions)
        offers = sum(d.is_offer for d in self.decisions)
        shares = f"{right / max(1, count):7.2%} {own:11} {lost / max(1, own):7.2%} {lost / max(1, count):7.2%}"
        end = f"{offers:6}, unmarked {len(self.unmarked)}; {self.speed:,.0f} characters a second"
        return f"{self.name:24} {self.lines:6} {count:7} {shares} {end}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", help="a language or the name of a text; may be repeated")
    parser.add_argument("--errors", action="store_true", help="print each wrong decision with its reason")
    parser.add_argument("--text", type=Path, help="a text of your own instead, with --language")
    parser.add_argument("--language", default="en")
    parser.add_argument("--fraktur", action="store_true")
    parser.add_argument("--pages", action="store_true", help="print a sample of decisions on printed German pages")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int, default=40, help="decisions a page")
    options = parser.parse_args()
    if options.pages:
        print_sample(random.Random(options.seed), options.sample)
        return
    if options.text:
        todo = [(options.text, options.language, options.fraktur)]
    else:
        files = sorted(TEXTS.glob("*.txt"))
        chosen = [f for f in files if not options.only or {f.stem, f.stem.split("-")[0]} & set(options.only)]
        todo = [(f, f.stem.split("-")[0], "fraktur" in f.stem) for f in chosen]
    print(HEAD)
    for file, language, fraktur in todo:
        result = score(file, language, fraktur)
        print(result)
        if options.errors:
            print("\n".join(chain(map(_line, (d for d in result.decisions if not d.right)))))
            print("\n".join(f"    {h.left} | {h.right}  {h.reason}" for h in result.unmarked))


def score(file: Path, language: str, fraktur: bool) -> Result:
    """Set a text in every width, repair it and compare."""
    source = [p for p in file.read_text(encoding="utf-8").split("\n\n") if p.strip()]
    first = [set_column(paragraph, Column(24, language))[0] for paragraph in source[:10]]
    repair([_article(first, language)])  # loads the word lists
    lines, seconds, characters = 0, 0.0, 0
    decisions: list[Decision] = []
    unmarked: list[Hyphen] = []
    for width in WIDTHS:
        column = Column(width, language, fraktur)
        printed = [set_column(paragraph, column) for paragraph in source]
        article = _article([text for text, _ in printed], language)
        start = process_time()
        (repaired,) = repair([article])
        seconds += process_time() - start
        characters += sum(len(text) for text, _ in printed)
        lines += sum(text.count("\n") for text, _ in printed)
        by_line = {entry.line: entry for entry in repaired.hyphens}
        whole = "\n".join(paragraph.text for paragraph in repaired.paragraphs)
        for number, (text, ends) in enumerate(printed):
            decisions += [_compare(end, by_line.pop(f"l_{number}_{end.line}", None), text, whole) for end in ends]
        unmarked += by_line.values()
    return Result(file.stem, lines, decisions, unmarked, characters / seconds)


def _article(texts: Sequence[str], language: str) -> Article:
    """Paragraphs as the assembler gives them."""
    numbered = [(t, tuple(f"l_{p}_{n}" for n in range(t.count("\n") + 1))) for p, t in enumerate(texts)]
    return Article("a_1", language=language, paragraphs=tuple(Paragraph(t, lines=lines) for t, lines in numbered))


def _compare(end: LineEnd, entry: Hyphen | None, printed: str, repaired: str) -> Decision:
    """An entry says what stands in the text; without one the mark stays, with a space or without."""
    before, after = printed.split("\n")[end.line : end.line + 2]
    around = f"{before} / {after}"
    if entry is None:
        spaced = f"{before[-6:]} {after[:6]}" in repaired
        return Decision(end, "keep-space" if spaced else "keep", None, around)
    kept = {f"{entry.left}{entry.mark} {entry.right}": "keep-space", f"{entry.left}{entry.mark}{entry.right}": "keep"}
    return Decision(end, kept.get(entry.form, "join"), entry, around)


def _line(decision: Decision) -> str:
    entry = decision.entry
    reason = f"{entry.form}: {entry.decision}, {entry.reason}" if entry else "no break seen"
    return f"    {decision.around}   should {decision.end.truth} {decision.end.offered or ''}  {reason}"


def print_sample(chance: random.Random, size: int) -> None:
    """Print decisions on the printed pages, every offer that is made without a mark among them."""
    for file in sorted([*DATA.glob("nzz/*.page.xml"), *DATA.glob("austrian/*.page.xml")]):
        text = "\n".join(line.text for line in read_printed(file) if line.text)
        marked = sum(line[-1:] in HYPHENS for line in text.split("\n"))
        (repaired,) = repair([_article([text], "de")])
        entries = sorted(chance.sample(repaired.hyphens, min(size, len(repaired.hyphens))), key=lambda h: h.line)
        print(f"\n{file.name}: {marked} lines that end in a mark, {len(repaired.hyphens)} decisions")
        print("\n".join(_sampled(entries)))


def _sampled(entries: Sequence[Hyphen]) -> Iterator[str]:
    for h in entries:
        offered = f" or {h.offered}" if h.offered else ""
        yield f"  {h.left} {h.mark} {h.right:20} = {h.form}{offered}  [{h.decision}: {h.reason}]"


if __name__ == "__main__":
    main()
