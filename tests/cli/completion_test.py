"""`hegemon completion` and `hegemon man`: made from the commands that there are, and understood by bash and groff."""
import os
import re
import shutil
import subprocess
import unittest

from program import PROGRAM, VARIANTS, ProgramTest


class Documents(ProgramTest):
    def commands(self) -> list[str]:
        text = self.expect(0, "--help").stdout
        return re.findall(r"^  ([a-z]+)  +\S", text[text.index("Subcommands"):], re.MULTILINE)

    def options(self, command: str) -> list[str]:
        text = self.expect(0, command, "--help").stdout
        return re.findall(r"(?<![\w-])--[a-z][a-z-]*", text[text.index("Options:"):text.index("Exit codes")].split("\n\n")[0])


class Completion(Documents):
    def complete(self, *words: str) -> list[str]:
        """What bash offers for the last of these words."""
        (self.folder / "hegemon.bash").write_text(self.expect(0, "completion", "bash").stdout)
        line = " ".join(f"'{word}'" for word in (PROGRAM, *words))
        script = f"""source ./hegemon.bash
COMP_WORDS=({line}); COMP_CWORD={len(words)}; _hegemon; printf '%s\\n' "${{COMPREPLY[@]}}"
complete -p hegemon >&2"""
        done = subprocess.run(["bash", "--norc", "-c", script], cwd=self.folder, capture_output=True, text=True, check=True)
        self.assertIn("-F _hegemon hegemon", done.stderr)
        return sorted(done.stdout.split())

    def test_bash_offers_commands_options_and_files(self) -> None:
        self.assertGreaterEqual(len(self.commands()), 7)
        self.assertEqual([word for word in self.complete("") if not word.startswith("-")], sorted(self.commands()))
        self.assertEqual(self.complete("ver"), ["verify"])
        for command in self.commands():
            with self.subTest(command=command):
                offered = [word for word in self.complete(command, "--")]
                self.assertEqual(offered, sorted(set(self.options(command))))
        for name in ("one.toml", "two.toml", "run.h5", "run.h5.part", "note.txt"):
            self.write(name, "")
        (self.folder / "tables").mkdir()
        self.assertEqual(self.complete("run", ""), ["one.toml", "tables", "two.toml"])
        self.assertEqual(self.complete("check", "o"), ["one.toml"])
        self.assertEqual(self.complete("verify", "run"), ["run.h5", "run.h5.part"])
        self.assertEqual(self.complete("export", "run.h5", "--csv", "t"), ["tables"])
        self.assertEqual(self.complete("run", "one.toml", "-o", "n"), ["note.txt"])
        self.assertEqual(self.complete("run", "one.toml", "--seed", ""), [])
        self.assertEqual(self.complete("completion", ""), ["bash", "fish", "zsh"])

    def test_bash_offers_the_choices_of_an_option(self) -> None:
        self.assertEqual(self.complete("run", "one.toml", "--record", ""), ["all", "default", "events", "outcomes"])
        self.assertEqual(self.complete("run", "one.toml", "--record", "o"), ["outcomes"])
        self.assertEqual(self.complete("run", "one.toml", "--lanes", ""), ["1", "16", "32", "64", "8"])
        self.assertEqual(self.complete("run", "one.toml", "--record", "=", "d"), ["default"])
        self.assertEqual(self.complete("run", "one.toml", "--record", "="), ["all", "default", "events", "outcomes"])

    def test_bash_offers_arms_and_outcomes_of_the_file_that_was_typed(self) -> None:
        self.write("chances.toml", VARIANTS)
        self.assertEqual(self.complete("run", "chances.toml", "--arms", ""), ["base", "calm", "frail"])
        self.assertEqual(self.complete("run", "chances.toml", "--arms", "base,c"), ["base,calm"])
        self.assertEqual(self.complete("describe", "chances.toml", "--arm", "f"), ["frail"])
        self.expect(0, "run", "chances.toml", "--arms", "calm,base", "--replicates", 3, "-o", "run.h5", "-q")
        self.assertEqual(self.complete("compare", "run.h5", "--arms", ""), ["base", "calm"])
        self.assertEqual(self.complete("compare", "run.h5", "--outcome", ""), ["below", "left"])
        # What cannot be read offers nothing, and says nothing.
        self.write("wrong.toml", "time = 3")
        for file in ("wrong.toml", "nothing.toml", "nothing.h5"):
            self.assertEqual(self.complete("run", file, "--arms", ""), [])
        self.assertEqual(self.complete("run", "--arms", ""), [])

    def test_zsh_and_fish_offer_the_same(self) -> None:
        self.write("chances.toml", VARIANTS)
        for shell in ("zsh", "fish"):
            script = self.expect(0, "completion", shell).stdout
            self.assertIn("outcomes events default all", script)
            self.assertIn("hegemon_list arms", script)
        if shutil.which("fish") is None:
            self.skipTest("no fish")
        self.write("hegemon.fish", script)
        os.symlink(PROGRAM, self.folder / "hegemon")
        for typed, offered in (("run chances.toml --arms base,", ["base,base", "base,calm", "base,frail"]),
                               ("run chances.toml --arms c", ["calm"]), ("run x --record ", ["all", "default", "events", "outcomes"])):
            done = subprocess.run(["fish", "--no-config", "-c", f"set PATH . $PATH; source hegemon.fish; complete -C 'hegemon {typed}'"],
                                  cwd=self.folder, capture_output=True, text=True, check=True)
            self.assertEqual(sorted(line.split("\t")[0] for line in done.stdout.splitlines()), offered)

    def test_bash_zsh_and_fish_name_every_option(self) -> None:
        for shell in ("bash", "zsh", "fish"):
            script = self.expect(0, "completion", shell).stdout
            for command in self.commands():
                self.assertIn(command, script)
                for option in self.options(command):
                    with self.subTest(shell=shell, option=option):
                        self.assertIn(f" -l {option[2:]} " if shell == "fish" else option, script)
            if shell != "bash" and shutil.which(shell):
                self.write("script", script)
                subprocess.run([shell, "-n", "script"], cwd=self.folder, check=True)

    def test_an_unknown_shell_is_refused(self) -> None:
        self.assertIn("'tcsh' is not bash, zsh or fish", self.expect(64, "completion", "tcsh").stderr)


class Manual(Documents):
    def test_every_command_and_option_stands_in_it(self) -> None:
        page = self.expect(0, "man").stdout.replace("\\-", "-")
        for command in self.commands():
            with self.subTest(command=command):
                self.assertRegex(page, rf"(?m)^\.SS {command}$")
                for option in self.options(command):
                    self.assertIn(f"\\fB{option}\\fR", page)

    def test_groff_has_nothing_to_say_against_it(self) -> None:
        if shutil.which("groff") is None:
            self.skipTest("no groff")
        page = self.expect(0, "man").stdout
        done = subprocess.run(["groff", "-man", "-ww", "-Tutf8"], input=page, capture_output=True, text=True)
        # A line that cannot be filled to the margin is told as a warning, too: that is the terminal's width.
        said = [line for line in done.stderr.splitlines() if "break" not in line and "adjust" not in line]
        self.assertEqual((done.returncode, said), (0, []))
        self.assertIn("Exit codes: 0 done", re.sub(r"\x1b\[\d*m", "", done.stdout))

    def test_help_does_not_list_it_but_it_has_help(self) -> None:
        self.assertNotIn("man", self.commands())
        self.expect(0, "man", "--help")


if __name__ == "__main__":
    unittest.main()
