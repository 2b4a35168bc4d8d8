"""What the law on personal data asks of the register: report, rectify, make anonymous, and keep no longer than needed."""
