"""ALTO, the pages of most newspaper archives."""
