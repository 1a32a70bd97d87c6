"""hOCR, pages as HTML."""
