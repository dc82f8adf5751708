"""The report page in a browser: everything by mouse and by keyboard alone, no request, no complaint, nothing seriously inaccessible."""
import tempfile
import unittest
from pathlib import Path

import report


class Page(report.WithPage):
    @classmethod
    def setUpClass(cls):
        report.packages(), report.chromium()
        cls.make(report.FLAGSHIP, 40, "--explanations", 60)

    def drive(self, *words):
        seen = report.drive(self.page, *words)
        self.assertEqual(seen["requests"], [])
        self.assertEqual(seen["complaints"], [])
        return seen

    def test_everything_is_reached_by_mouse(self):
        self.drive("mouse")

    def test_everything_is_reached_by_keyboard_alone(self):
        self.drive("keyboard")

    def test_nothing_is_seriously_inaccessible_nor_wider_than_the_screen(self):
        self.drive("look")

    def test_on_paper_it_takes_at_most_ten_pages(self):
        self.assertLessEqual(self.drive("print")["pages"], 10)

    def test_the_headline_is_a_sentence_about_the_model(self):
        self.assertRegex(self.drive("open")["headline"], r"^In this model, January 2022 to December 2024: attacks over Karabakh, [\d.]+ on average; [\d.]+ in “No invasion of Ukraine”: .+\.$")

    def test_a_flagship_report_has_every_section(self):
        sections = self.drive("open")["sections"]
        for name in ("answer", "map", "lines", "network-0", "history", "ledger", "outcomes", "parameters", "method"):
            self.assertIn(name, sections)


class OtherScenarios(unittest.TestCase):
    """Scenarios without a map, calendar, events, parameters or recorded columns get a report that fits them."""

    def sections(self, name, *words):
        report.packages(), report.chromium()
        with tempfile.TemporaryDirectory() as folder:
            run = Path(folder) / "run.h5"
            report.hegemon("run", report.SOURCE / "scenarios" / name, "--replicates", 20, "-q", "-o", run, *words)
            report.write_report(run, run.with_suffix(".html"))
            seen = report.drive(run.with_suffix(".html"), "open")
        self.assertEqual((seen["requests"], seen["complaints"]), ([], []))
        return seen["sections"]

    def test_classics(self):
        for name in ("sir", "lotka_volterra", "degroot", "hawkes"):
            with self.subTest(name):
                sections = self.sections(f"classics/{name}.toml")
                self.assertNotIn("map", sections)
                self.assertIn("lines", sections)

    def test_an_example_with_a_network_and_a_ledger(self):
        sections = self.sections("examples/two-patrons.toml", "--arms", "base,no_strikes")
        for name in ("network-0", "history", "ledger"):
            self.assertIn(name, sections)

    def test_a_run_that_kept_outcomes_alone(self):
        sections = self.sections("examples/first.toml", "--record", "outcomes")
        self.assertIn("answer", sections)
        self.assertNotIn("history", sections)

    def test_a_run_that_kept_events_shows_these_through_time_and_no_columns(self):
        sections = self.sections("examples/two-patrons.toml", "--arms", "base,no_strikes", "--record", "events")
        self.assertIn("lines", sections)
        for name in ("network-0", "ledger"):
            self.assertNotIn(name, sections)


if __name__ == "__main__":
    unittest.main()
