"""IIIF Presentation, issues for viewers."""
