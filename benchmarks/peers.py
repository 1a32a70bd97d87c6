"""Plain engines as peers: Tesseract and RapidOCR on the whole page, with their own layout and in their own order.

In: a page image. Out: plain text in a file, and what it cost. RapidOCR runs in a process of its own:
`python benchmarks/peers.py IMAGE OUT.txt THREADS`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from measure import Cost, ReaderError, measured

ONE_THREAD = {"OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1"}


def tesseract(image: Path, model: str, out: Path) -> Cost:
    """Read a page with Tesseract's own program, page segmentation 3 (automatic), into a text file."""
    known = _models()
    name = next((name for name in (model, f"script/{model}") if name in known), None)
    if name is None:
        raise ReaderError(f"no Tesseract model {model}" if known else "no Tesseract")
    target = str(out.with_suffix(""))
    return measured(["tesseract", str(image), target, "-l", name, "--psm", "3"], ONE_THREAD)


def rapidocr(image: Path, out: Path, threads: int = 1) -> Cost:
    """Read a page with RapidOCR and its default detector into a text file."""
    environment = ONE_THREAD | {"OMP_NUM_THREADS": str(threads)}
    return measured([sys.executable, __file__, str(image), str(out), str(threads)], environment)


@lru_cache(maxsize=1)
def _models() -> frozenset[str]:
    """The models that Tesseract has here; empty when there is no Tesseract."""
    if shutil.which("tesseract") is None:
        return frozenset()
    said = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False)
    return frozenset(said.stdout.split("\n")[1:])


def _read_with_rapidocr(image: Path, out: Path, threads: int) -> None:
    import numpy as np
    from PIL import Image
    from rapidocr import RapidOCR

    Image.MAX_IMAGE_PIXELS = None
    limits = {
        "EngineConfig.onnxruntime.intra_op_num_threads": threads,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    engine = RapidOCR(params={"Global.log_level": "error", **limits})
    # Decoded by Pillow, because OpenCV refuses some of the scans.
    found: Any = engine(np.asarray(Image.open(image).convert("RGB"))[:, :, ::-1])
    out.write_text("\n".join(found.txts or ()), encoding="utf-8")


if __name__ == "__main__":
    _read_with_rapidocr(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
