"""Where things stand on a page image: lines, rules, pictures, columns, regions and their order."""
