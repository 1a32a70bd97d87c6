"""PAGE-XML, pages with every reading."""
