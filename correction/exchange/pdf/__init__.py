"""PDF/A, the scan with its text unseen below it."""
