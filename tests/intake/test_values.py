"""What a cell is read as, and what of that is told as mended."""

from datetime import date

from intake.findings import Findings
from intake.values import dates


def test_a_day_written_in_text_as_it_is_printed_was_not_mended():
    repairs, refused = Findings(), Findings()
    told = dates([" 05/08/2024", "5/8/2024", "32/1/2024", date(2024, 8, 5), None], "registered_on", repairs, refused)
    assert told == [date(2024, 8, 5), date(2024, 8, 5), None, date(2024, 8, 5), None]
    assert [row for row in range(5) if row in repairs] == [1]
    assert [row for row in range(5) if row in refused] == [2]
