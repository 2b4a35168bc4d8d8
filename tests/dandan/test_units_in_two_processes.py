"""Several processes keep the units, and none is behind: what one writes, the others answer with at once."""

from units.edition import WATCHED


def test_a_process_answers_with_what_another_wrote_and_reads_the_lists_no_oftener(fresh, copy_of):
    product = copy_of(fresh)
    asking = [product.start("-m", "tests.units.asking", "old-04") for _process in range(2)]

    def answers() -> set[str]:
        for process in asking:
            process.stdin.write(b"\n")
            process.stdin.flush()
        return {process.stdout.readline().decode().strip() for process in asking}

    try:
        first = answers()
        times, inside, name = first.pop().split(" ", 2)
        assert (times, name, first) == ("1", "Tỉnh Cao Bằng", set())
        assert answers() == {f"1 {inside} Tỉnh Cao Bằng"}
        # Written by neither of them, and without the product.
        product.write("UPDATE units_unit SET name = 'Tỉnh Khác' WHERE key = 'old-04'")
        assert answers() == {f"2 {inside} Tỉnh Khác"}
        assert answers() == {f"2 {inside} Tỉnh Khác"}
        product.write(
            "UPDATE units_placement SET province_id = NULL WHERE unit_id ="
            " (SELECT id FROM units_unit WHERE key = 'old-01321')"
        )
        assert answers() == {f"3 {int(inside) - 1} Tỉnh Khác"}
        product.write("DELETE FROM units_placement WHERE unit_id = (SELECT id FROM units_unit WHERE key = 'old-01327')")
        assert answers() == {f"4 {int(inside) - 2} Tỉnh Khác"}
    finally:
        for process in asking:
            process.kill()
            process.communicate()


def test_the_database_keeps_watch_over_every_table_of_the_lists(fresh):
    found = {
        "sqlite": "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_edition_%'",
        "postgresql": "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%_edition'",
    }[fresh.vendor]
    assert {table for (table,) in fresh.rows(found)} == set(WATCHED)
