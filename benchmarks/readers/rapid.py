"""RapidOCR 3.10: the recognition of PP-OCRv6 small alone, for a digit needs no detection."""

from __future__ import annotations

from pathlib import Path

from course import Read, run


def _engine():
    from rapidocr import RapidOCR

    only = {"Global.use_det": False, "Global.use_cls": False, "Global.log_level": "critical"}
    return RapidOCR(params={**only, "Global.text_score": 0.0})


def one() -> Read:
    """Read a picture at a time, from its path."""
    engine = _engine()
    return lambda paths: ["".join(engine(str(path)).txts or ()) for path in paths]


def many() -> Read:
    """Give all pictures to the recogniser at once; it makes its own batches."""
    import cv2

    engine = _engine()

    def read(paths: list[Path]) -> list[str]:
        found = engine.recognize_txt([cv2.imread(str(path)) for path in paths])
        return [*found.txts]

    return read


if __name__ == "__main__":
    run({"one": one, "many": many})
