"""TEI, issues as edited texts."""
