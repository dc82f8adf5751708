"""Ctrl-C and SIGTERM; progress on a terminal."""
import os
import pty
import re
import signal
import subprocess
import time
import unittest

import h5py

from program import LONG, PROGRAM, ProgramTest


class Stop(ProgramTest):
    def start(self, **options: object) -> subprocess.Popen:
        self.write("long.toml", LONG)
        words = [PROGRAM, "run", "long.toml", "--replicates", "100000", "--lanes", "8", "--threads", "2"]
        return subprocess.Popen(words, cwd=self.folder, stdout=subprocess.PIPE, text=True, **options)

    def wait_for_part(self) -> None:
        end = time.monotonic() + 60
        while not (self.folder / "long.h5.part").exists() and time.monotonic() < end:
            time.sleep(0.02)
        time.sleep(0.7)

    def test_a_signal_keeps_what_is_done_in_the_part_file(self) -> None:
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            with self.subTest(signal=number), self.start(stderr=subprocess.PIPE) as program:
                self.wait_for_part()
                program.send_signal(number)
                _, errors = program.communicate(timeout=60)
                self.assertEqual(program.returncode, code)
                done = int(re.search(r"stopped; (\d+) of 100000 replicates are done and kept in long\.h5\.part", errors).group(1))
                self.assertEqual(self.files(), ["long.h5.part", "long.h5.part.state", "long.toml"])
                with h5py.File(self.folder / "long.h5.part") as file:
                    self.assertEqual(file["base"].attrs["done"], done)
                    self.assertTrue((file["base/status"][:done] == 0).all())
                    self.assertNotIn("digest", file.attrs)
                (self.folder / "long.h5.part").unlink()

    def test_an_earlier_run_file_survives_a_run_that_is_stopped(self) -> None:
        earlier = b"\x89HDF\r\n\x1a\nearlier"
        (self.folder / "long.h5").write_bytes(earlier)
        with self.start(stderr=subprocess.DEVNULL) as program:
            self.wait_for_part()
            program.send_signal(signal.SIGINT)
            program.communicate(timeout=60)
        self.assertEqual((self.folder / "long.h5").read_bytes(), earlier)

    def test_a_signal_that_was_ignored_stays_ignored(self) -> None:
        def ignore() -> None:
            signal.signal(signal.SIGINT, signal.SIG_IGN)

        with self.start(stderr=subprocess.PIPE, preexec_fn=ignore) as program:
            self.wait_for_part()
            program.send_signal(signal.SIGINT)
            time.sleep(0.5)
            self.assertIsNone(program.poll())
            program.send_signal(signal.SIGTERM)
            program.communicate(timeout=60)
            self.assertEqual(program.returncode, 143)

    def test_a_terminal_sees_how_far_the_run_is(self) -> None:
        try:
            terminal, other_end = pty.openpty()
        except OSError as error:  # a bare root without /dev/pts
            self.skipTest(str(error))
        with self.start(stderr=other_end) as program:
            os.close(other_end)
            self.wait_for_part()
            program.send_signal(signal.SIGINT)
            program.communicate(timeout=60)
            shown = b""
            try:
                while piece := os.read(terminal, 65536):
                    shown += piece
            except OSError:  # the other end is closed
                pass
            os.close(terminal)
        self.assertRegex(shown.decode(), r"\r\[#* *\] \d+ of 100000 replicates, \S+ a second, [\d.]+ (s|min|h) left")


if __name__ == "__main__":
    unittest.main()
