"""Papers as Word files: decisions with their lists, certificates; what every paper of the office shares stands in
typesetting, letterhead, signatures and tables. Layout: docs/decisions/060."""
