"""Issues: which pages make one number of a newspaper, of what day and in what order.

In: what is printed at the head of pages, the names of files, or a table that a person edited. Out: rows that say of
each page where it belongs, and a report of what is missing, twice or in the wrong place. Nothing here knows SQL.
"""
