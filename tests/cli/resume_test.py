"""`run --resume`: whatever cut a run short, it goes on to the digest of a run that nothing disturbed."""
import json
import os
import re
import resource
import signal
import shutil
import subprocess
import tempfile
import time
import unittest

import h5py
import numpy as np

from program import PROGRAM, VARIANTS, ProgramTest

# Events, truths, failures and two arms; a replicate takes about a millisecond.
SCENARIO = VARIANTS.replace("end = 20", "end = 400").replace("u > limit", "u > limit and time >= 390")
OPTIONS = ["--arms", "base,calm,frail", "--replicates", "1500", "--seed", "3", "--threads", "2"]


class ResumeTest(ProgramTest):
    """Runs `chances.toml` into `part.h5`."""
    OPTIONS = OPTIONS

    def setUp(self) -> None:
        super().setUp()
        self.write("chances.toml", SCENARIO)

    def run_words(self, *words: object, options: list[str] | None = None) -> list[str]:
        return [PROGRAM, "run", "chances.toml", *(self.OPTIONS if options is None else options), *map(str, words)]

    def start(self, *words: object, **options: object) -> subprocess.Popen:
        return subprocess.Popen(self.run_words("-o", "part.h5", *words), cwd=self.folder, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True, **options)

    def whole(self) -> str:
        """The digest of a run that nothing disturbs."""
        done = self.expect(1, *self.run_words("-o", "whole.h5", "--json")[1:])
        return json.loads(done.stdout)["digest"]

    def resume(self, code: int = 1, *words: object) -> dict:
        done = self.expect(code, *self.run_words("-o", "part.h5", "--resume", "--json", *words)[1:])
        return {**json.loads(done.stdout), "errors": done.stderr}

    def cut_short(self, number: int = signal.SIGINT) -> int:
        """Starts a run and ends it by a signal once something is done; returns the replicates that are kept."""
        part = self.folder / "part.h5.part"
        with self.start() as program:
            end = time.monotonic() + 60
            while self.bytes_written(part) < 200_000 and time.monotonic() < end:
                time.sleep(0.01)
            program.send_signal(number)
            _, errors = program.communicate(timeout=60)
        self.assertNotEqual(program.returncode, 1, "the run was over before the signal came: " + errors)
        return self.done()

    @staticmethod
    def bytes_written(part) -> int:
        return part.stat().st_size if part.exists() else 0

    def done(self) -> int:
        with h5py.File(self.folder / "part.h5.part") as file:
            return int(file["base"].attrs["done"])


class Resume(ResumeTest):
    def test_after_a_signal_the_digest_is_that_of_a_run_without_one(self) -> None:
        digest = self.whole()
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(signal=number):
                done = self.cut_short(number)
                self.assertGreater(done, 0)
                self.assertEqual(self.files(), ["chances.toml", "part.h5.part", "part.h5.part.state", "whole.h5"])
                resumed = self.resume()
                self.assertEqual(resumed["digest"], digest)
                self.assertIn(f"goes on after {done} of 1500 replicates", resumed["errors"])
                self.assertEqual(self.files(), ["chances.toml", "part.h5", "whole.h5"])
                (self.folder / "part.h5").unlink()

    def test_the_report_knows_the_earlier_replicates(self) -> None:
        self.expect(1, *self.run_words("-o", "whole.h5", "--json")[1:])
        whole = json.loads(self.expect(1, *self.run_words("-o", "whole.h5", "--json")[1:]).stdout)
        self.cut_short()
        resumed = self.resume()
        for key in whole:
            if "second" in key or key == "file":
                continue
            self.assertEqual(resumed[key], whole[key], key)

    def test_other_threads_and_lanes_go_on_with_the_same(self) -> None:
        digest = self.whole()
        options = OPTIONS[:-2]
        for lanes, then in ((1, 64), (64, 1), (1, 8)):
            with self.subTest(lanes=lanes, then=then):
                self.cut_short_with(["--lanes", str(lanes)])
                done = self.expect(1, *self.run_words("-o", "part.h5", "--resume", "--json", "--threads", "1", "--lanes", then,
                                                      options=options)[1:])
                self.assertEqual(json.loads(done.stdout)["digest"], digest)
                (self.folder / "part.h5").unlink()

    def cut_short_with(self, words: list[str]) -> None:
        part = self.folder / "part.h5.part"
        with self.start(*words) as program:
            while self.bytes_written(part) < 150_000 and program.poll() is None:
                time.sleep(0.005)
            program.send_signal(signal.SIGINT)
            program.communicate(timeout=60)
        self.assertEqual(program.returncode, 130)

    def test_another_run_is_refused_and_told_why(self) -> None:
        self.cut_short()
        before = (self.folder / "part.h5.part").read_bytes()
        text = (self.folder / "chances.toml").read_text()
        cases = [
            (["--seed", "4"], "seed 3 instead of 4"),
            (["--replicates", "1501"], "replicates 1500 instead of 1501"),
            (["--arms", "base,calm"], "arms base,calm,frail instead of base,calm"),
            (["--record", "outcomes"], "record default instead of outcomes"),
            (["--set", "chance=0.3"], "another scenario text, where chances.toml had: "),
        ]
        for words, why in cases:
            with self.subTest(words=words):
                done = self.expect(73, *self.run_words("-o", "part.h5", "--resume", *words)[1:])
                self.assertIn("part.h5.part: belongs to another run", done.stderr)
                self.assertIn(why, done.stderr)
        self.write("chances.toml", text.replace("Losses are rarer", "Losses are rare"))
        done = self.expect(73, *self.run_words("-o", "part.h5", "--resume")[1:])
        self.assertIn("where chances.toml had: title = \"Losses are rarer\"", done.stderr)
        self.assertEqual((self.folder / "part.h5.part").read_bytes(), before)

    def test_without_resume_what_was_done_is_not_overwritten(self) -> None:
        done = self.cut_short()
        before = (self.folder / "part.h5.part").read_bytes()
        refused = self.expect(73, *self.run_words("-o", "part.h5")[1:])
        self.assertIn(f"part.h5.part: holds {done} of 1500 replicates of an earlier run", refused.stderr)
        self.assertIn("--resume", refused.stderr)
        self.assertEqual((self.folder / "part.h5.part").read_bytes(), before)

    def test_a_run_that_is_whole_is_told_again(self) -> None:
        whole = json.loads(self.expect(1, *self.run_words("-o", "part.h5", "--json")[1:]).stdout)
        before = (self.folder / "part.h5").stat()
        again = self.resume()
        self.assertIn("nothing to resume: part.h5 is whole", again["errors"])
        self.assertEqual(again["digest"], whole["digest"])
        self.assertEqual(again["outcomes"], whole["outcomes"])
        self.assertEqual((self.folder / "part.h5").stat().st_mtime_ns, before.st_mtime_ns)

    def test_a_whole_run_of_another_kind_is_not_replaced_by_going_on(self) -> None:
        self.expect(1, *self.run_words("-o", "part.h5")[1:])
        before = (self.folder / "part.h5").read_bytes()
        for words, why in ((["--seed", "4"], "seed 3 instead of 4"), (["--replicates", "1501"], "replicates 1500 instead of 1501"),
                           (["--set", "chance=0.3"], "another scenario text")):
            with self.subTest(words=words):
                done = self.expect(73, *self.run_words("-o", "part.h5", "--resume", *words)[1:])
                self.assertIn("part.h5: nothing to resume: is the whole file of another run: it has " + why, done.stderr)
                self.assertIn("without --resume it is replaced", done.stderr)
                self.assertEqual((self.folder / "part.h5").read_bytes(), before)
                self.assertEqual(self.files(), ["chances.toml", "part.h5"])
        with (self.folder / "part.h5").open("r+b") as file:
            file.truncate(len(before) // 2)
        done = self.expect(73, *self.run_words("-o", "part.h5", "--resume")[1:])
        self.assertIn("nothing to resume: it is damaged, or was cut off", done.stderr)

    def test_without_an_earlier_part_it_begins_anew_and_says_so(self) -> None:
        resumed = self.resume()
        self.assertIn("nothing to resume: there is no part.h5.part", resumed["errors"])
        self.assertEqual(resumed["digest"], self.whole())

    def test_a_file_that_is_no_part_of_a_run_is_left_alone(self) -> None:
        (self.folder / "part.h5.part").write_text("my notes")
        for words in ([], ["--resume"]):
            done = self.expect(73, *self.run_words("-o", "part.h5", *words)[1:])
            self.assertIn("no part of a run file", done.stderr)
        self.assertEqual((self.folder / "part.h5.part").read_text(), "my notes")

    def test_a_part_that_was_damaged_is_found_out(self) -> None:
        done = self.cut_short()
        with h5py.File(self.folder / "part.h5.part", "r+") as file:
            hashes = file["base/hash"]
            hashes[done // 2, 17] ^= np.uint64(1)
        refused = self.expect(73, *self.run_words("-o", "part.h5", "--resume")[1:])
        self.assertIn("is damaged", refused.stderr)

    def test_two_programs_do_not_write_one_file(self) -> None:
        with self.start() as program:
            while self.bytes_written(self.folder / "part.h5.part") < 100_000 and program.poll() is None:
                time.sleep(0.005)
            second = self.expect(73, *self.run_words("-o", "part.h5", "--resume")[1:])
            self.assertIn("another program writes it", second.stderr)
            program.send_signal(signal.SIGINT)
            program.communicate(timeout=60)


class FullDisk(ResumeTest):
    def limited(self, size: int, *words: object) -> subprocess.CompletedProcess:
        def limit() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        return subprocess.run(self.run_words("-o", "part.h5", *words), cwd=self.folder, capture_output=True, text=True,
                              check=False, preexec_fn=limit)

    def test_what_was_acknowledged_is_kept_and_resumed(self) -> None:
        digest = self.whole()
        size = (self.folder / "whole.h5").stat().st_size
        kept = 0
        for share in (0.7, 0.8, 0.9):
            failed = self.limited(int(size * share), "--resume")
            self.assertEqual(failed.returncode, 74, failed.stderr)
            self.assertIn("part.h5.part: cannot write it (File too large)", failed.stderr)
            told = int(re.search(r"(\d+) of 1500 replicates are kept in it", failed.stderr).group(1))
            self.assertGreaterEqual(told, kept)
            kept = told
            self.assertNotIn("part.h5", self.files())
        self.assertEqual(self.resume()["digest"], digest)

    def test_a_disk_too_full_to_begin_is_told_at_once(self) -> None:
        failed = self.limited(10_000)
        self.assertEqual(failed.returncode, 73, failed.stderr)
        self.assertIn("part.h5.part: cannot write it (File too large)", failed.stderr)
        self.assertEqual(self.resume()["digest"], self.whole())

    def test_a_folder_that_cannot_be_written_is_told_at_once(self) -> None:
        words, user = self.run_words("-o", "part.h5"), {}
        if os.geteuid() == 0:  # who may write everywhere: another user does it, with a copy that this one can reach
            bin_folder = tempfile.TemporaryDirectory()
            self.addCleanup(bin_folder.cleanup)
            os.chmod(bin_folder.name, 0o755)
            words, user = [shutil.copy(words[0], bin_folder.name), *words[1:]], {"user": 65534}
        os.chmod(self.folder, 0o555)
        self.addCleanup(os.chmod, self.folder, 0o755)
        failed = subprocess.run(words, cwd=self.folder, capture_output=True, text=True, check=False, **user)
        self.assertEqual(failed.returncode, 73, failed.stderr)
        self.assertIn("part.h5.part: cannot create it: Permission denied", failed.stderr)
        os.chmod(self.folder, 0o755)
        self.assertEqual(self.files(), ["chances.toml"])


if __name__ == "__main__":
    unittest.main()
