"""The workbook in which a unit reports its targets of a period: it goes out filled with what is known, and comes back."""
