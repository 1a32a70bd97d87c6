"""METS, issues with their pages, articles and provenance."""
