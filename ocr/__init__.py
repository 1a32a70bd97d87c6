"""A scan becomes a Page: image files in, immutable pages with lines, readings and reading order out."""
