"""A wrong name or file is answered with what there is."""
import shutil
import subprocess
import sys
import unittest

import h5py

from patrons import EXAMPLE, SOURCE, InFolder, make

import hegemon
from hegemon import plots


class Names(InFolder):
    def refused(self, *parts: str):
        """The question must be refused with a text that has all of these parts."""
        test = self

        class Refused:
            def __enter__(self) -> None:
                pass

            def __exit__(self, kind, error, trace) -> bool:
                test.assertIsNotNone(kind, "nothing was refused")
                test.assertTrue(issubclass(kind, hegemon.RunError), error)
                for part in parts:
                    test.assertIn(part, str(error))
                return True

        return Refused()

    def test_a_wrong_name_is_answered_with_a_near_one_and_all_that_there_are(self) -> None:
        run = hegemon.open(self.patrons)
        with self.refused("no arm 'no_strike'", "did you mean 'no_strikes'?", "base, no_strikes"):
            run.kind("patron", arm="no_strike")
        with self.refused("no kind 'patrons'", "did you mean 'patron'?", "client, dispute, patron, tie"):
            run.kind("patrons")
        with self.refused("no column over time", "'wil'", "did you mean 'will'?"):
            run.summary("patron", columns=["wil"])
        with self.refused("no event 'atack'", "did you mean 'attack'?", "asking, attack"):
            run.events("atack")
        with self.refused("no decision 'quort'", "There are: court"):
            run.decisions("quort")
        with self.refused("the kind 'patron' of", "has no row 'South'", "did you mean 'south'?"):
            plots.fan(run, "patron", "will", row="South")
        with self.refused("no row 'north/ash'", "did you mean 'ash/north'?"):
            plots.fan(run, "tie", "influence", row="north/ash")
        with self.refused("no outcome 'sout'", "did you mean 'south'?", "will_north"):
            run.outcome("sout")
        with self.refused("no reference", "'guardian'", "client, patron"):
            plots.shares(run, "tie", "influence", by="guardian")

    def test_a_question_without_an_answer_says_why(self) -> None:
        run = hegemon.open(self.patrons)
        with self.refused("which row of the kind 'patron'?", "north, south"):
            plots.fan(run, "patron", "will")
        with self.refused("base is the first arm", "no_strikes"):
            run.difference("patron", arm="base")
        with self.refused("'attack' happens to a dispute"):
            hegemon.spells(run, "asking", since="attack")
        with self.refused("north, south has a place", "latitude and longitude"):
            plots.map(run, "patron", "will")
        with self.refused("no step", "ends by 0"):
            plots.map(run, "patron", "will", time=0)
        dated = hegemon.open(self.calendar())
        with self.assertRaisesRegex(hegemon.RunError, "the first ends 2024-02-08$"):
            plots.map(dated, "town", "y", time="2024-01-01")
        with self.refused("low and high", "lower"):
            plots.tornado(run.outcomes[["attacks"]].rename(columns={"attacks": "lower"}))

    def test_a_run_that_keeps_events_has_those_of_the_default_and_no_sums(self) -> None:
        def made(name: str, record: str) -> hegemon.Run:
            return hegemon.open(make(self.folder, name, EXAMPLE, "--arms", "base,no_strikes", "--replicates", "3", "--record", record))

        run, whole = made("events.h5", "events"), made("whole.h5", "default")
        self.assertGreater(len(run.events("attack")), 0)
        self.assertTrue(run.events("attack").equals(whole.events("attack")))
        self.assertTrue(run.decisions("court").equals(whole.decisions("court")))
        with self.refused("keeps events and no columns", "--record default"):
            run.summary("patron")

    def test_a_run_that_keeps_outcomes_alone_does_not_say_that_nothing_happened(self) -> None:
        run = hegemon.open(make(self.folder, "outcomes.h5", EXAMPLE, "--arms", "base,no_strikes", "--replicates", "3", "--record", "outcomes"))
        self.assertEqual(len(run.outcomes), 6)
        for ask in (lambda: run.events("attack"), lambda: run.decisions("court"), lambda: hegemon.spells(run, "attack")):
            with self.refused("keeps outcomes alone", "--record events"):
                ask()
        for ask in (lambda: run.summary("patron"), lambda: run.difference("patron")):
            with self.refused("keeps outcomes and no columns", "--record default"):
                ask()
        with self.refused("keeps no columns of single replicates"):
            plots.fan(run, "patron", "will", "north")

    def test_a_key_error_is_one(self) -> None:
        with self.assertRaises(KeyError):
            hegemon.open(self.patrons).kind("nothing")


class Files(InFolder):
    def test_other_files_are_refused_with_the_reason(self) -> None:
        text = self.folder / "text.h5"
        text.write_text("no\n")
        with self.assertRaisesRegex(hegemon.NotARun, "not HDF5"):
            hegemon.open(text)
        other = self.folder / "other.h5"
        with h5py.File(other, "w") as file:
            file["x"] = 1
        with self.assertRaisesRegex(hegemon.NotARun, "no run file"):
            hegemon.open(other)
        later = self.folder / "later.h5"
        shutil.copy(self.patrons, later)
        with h5py.File(later, "r+") as file:
            file.attrs["version"] = [2, 0]
        with self.assertRaisesRegex(hegemon.NotARun, "version 2.0"):
            hegemon.open(later)

    def test_a_later_minor_version_is_read(self) -> None:
        later = self.folder / "minor.h5"
        shutil.copy(self.patrons, later)
        with h5py.File(later, "r+") as file:
            file.attrs["version"] = [1, 9]
        self.assertEqual(hegemon.open(later).replicates, 40)

    def test_a_part_is_refused_with_the_way_to_go_on(self) -> None:
        part = self.folder / "cut.h5.part"
        shutil.copy(self.patrons, part)
        for asked in (part, self.folder / "cut.h5"):
            with self.assertRaisesRegex((hegemon.NotARun, FileNotFoundError), "--resume"):
                hegemon.open(asked)
        renamed = self.folder / "renamed.h5"
        shutil.copy(self.patrons, renamed)
        with h5py.File(renamed, "r+") as file:
            file.attrs["digest_so_far"] = "0" * 64
        with self.assertRaisesRegex(hegemon.NotARun, "--resume"):
            hegemon.open(renamed)

    def test_a_missing_file_is_answered_with_a_near_one(self) -> None:
        with self.assertRaisesRegex(FileNotFoundError, "did you mean .*patrons.h5"):
            hegemon.open(self.folder / "patron.h5")


class Command(InFolder):
    def command(self, *words: str) -> subprocess.CompletedProcess:
        return subprocess.run([sys.executable, "-B", "-m", "hegemon", *words], cwd=self.folder, capture_output=True, text=True,
                              env={"PYTHONPATH": str(SOURCE / "analysis"), "MPLBACKEND": "agg", "PATH": "/usr/bin:/bin"})

    def test_it_lists_what_there_is(self) -> None:
        done = self.command("patrons.h5")
        self.assertEqual(done.returncode, 0, done.stderr)
        for word in ("Two patrons", "no_strikes", "influence", "will_north", "fading"):
            self.assertIn(word, done.stdout)

    def test_it_draws(self) -> None:
        done = self.command("patrons.h5", "--plot", "fan", "--kind", "patron", "--column", "will", "--row", "north", "-o", "a.png")
        self.assertEqual((done.returncode, done.stdout), (0, "a.png\n"), done.stderr)
        self.assertEqual((self.folder / "a.png").read_bytes()[:4], b"\x89PNG")

    def test_what_is_wrong_is_said_in_a_line(self) -> None:
        for words, code, part in ((["nothing.h5"], 66, "no file nothing.h5"), (["patrons.h5", "--plot", "fan"], 64, "--kind and --column"),
                                  (["patrons.h5", "--plot", "raster", "--event", "atack"], 64, "did you mean 'attack'?")):
            done = self.command(*words)
            self.assertEqual(done.returncode, code, done.stderr)
            self.assertIn(part, done.stderr)
            self.assertNotIn("Traceback", done.stderr)


if __name__ == "__main__":
    unittest.main()
