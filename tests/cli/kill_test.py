"""SIGKILL, twenty times over one run: each time it goes on, and in the end its digest is that of a run left in peace."""
import random
import signal
import struct
import time
import unittest

from resume_test import OPTIONS, ResumeTest


class Kill(ResumeTest):
    KILLS = 20
    # So many that between any two kills the run commits, which it does twice a second.
    OPTIONS = [*OPTIONS[:3], "60000", *OPTIONS[4:]]

    def progress(self) -> int:
        """Replicates as the state beside the run file tells them: two places, `done` and size behind eight bytes each."""
        try:
            data = (self.folder / "part.h5.part.state").read_bytes()
            done, size = struct.unpack_from("<QQ", data, 8)
            return max(done, *struct.unpack_from("<Q", data, 56 + size + 8)) if len(data) > 64 + size + 8 else done
        except (OSError, struct.error):
            return 0

    def start_and_kill(self, done: int) -> None:
        """Resumes, and kills the program once it has so many replicates."""
        with self.start("--resume") as program:
            while program.poll() is None and self.progress() < done:
                time.sleep(0.001)
            program.send_signal(signal.SIGKILL)
            program.communicate(timeout=120)
        self.assertEqual(program.returncode, -signal.SIGKILL, "it was over before it was killed")

    def test_twenty_kills_change_nothing(self) -> None:
        digest = self.whole()
        chance = random.Random(20)
        kept = 0
        for kill in range(self.KILLS):
            self.start_and_kill(int(60000 * (kill + chance.random()) / (self.KILLS + 12)))
            if kill % 4 == 3:  # once more at once, while it reads back what there is
                self.start_and_kill(0)
            self.assertNotIn("part.h5", self.files())
            if not self.begun():
                continue
            refused = self.hegemon(*self.run_words("-o", "part.h5")[1:])
            self.assertEqual(refused.returncode, 73, refused.stderr)
            done = int(refused.stderr.split(" holds ")[1].split()[0])
            self.assertGreaterEqual(done, kept, "what was acknowledged is lost")
            kept = done
        self.assertGreater(kept, 0)
        self.assertEqual(self.resume()["digest"], digest)
        self.assertEqual(self.files(), ["chances.toml", "part.h5", "whole.h5"])

    def begun(self) -> bool:
        """Whether the file has replicates; else a run without --resume would begin anew."""
        part = self.folder / "part.h5.part"
        if not part.exists() or part.read_bytes()[:4] != b"\x89HDF":
            return False
        try:
            return self.done() > 0
        except OSError:  # killed while a commit was copied to its place: the journal behind it has it
            return True


if __name__ == "__main__":
    unittest.main()
