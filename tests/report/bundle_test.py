"""The committed page is what its sources give, small, and closed."""
import base64
import hashlib
import json
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import report

TEMPLATE = report.REPORT / "dist" / "template.html"


class Bundle(unittest.TestCase):
    def test_the_sources_give_the_committed_page_to_the_byte(self):
        packages = report.packages()
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for part in ("src", "build"):
                shutil.copytree(report.REPORT / part, folder / part)
            for part in ("package.json", "tsconfig.json"):
                shutil.copy(report.REPORT / part, folder)
            (folder / "node_modules").symlink_to(packages / "node_modules")
            types = subprocess.run(["node_modules/.bin/tsc", "--noEmit"], cwd=folder, capture_output=True, text=True)
            self.assertEqual(types.returncode, 0, types.stdout)
            built = subprocess.run(["node", "--preserve-symlinks", "build/build.mjs", folder / "dist"], cwd=folder, capture_output=True, text=True)
            self.assertEqual(built.returncode, 0, built.stderr)
            for file in ("template.html", "NOTICES.txt"):
                same = (folder / "dist" / file).read_bytes() == (report.REPORT / "dist" / file).read_bytes()
                self.assertTrue(same, f"dist/{file} is not what the sources give: run `npm ci && npm run build` in analysis/report")

    def test_the_sources_are_formatted(self):
        prettier = report.packages() / "node_modules" / ".bin" / "prettier"
        scripts = sorted(Path(__file__).parent.glob("*.mjs"))
        found = subprocess.run([prettier, "--config", ".prettierrc.json", "--check", ".", *scripts], cwd=report.REPORT, capture_output=True, text=True)
        self.assertEqual(found.returncode, 0, found.stderr + "run `npm ci && npm run format` in analysis/report")

    def test_nothing_outside_data_knows_how_data_is_stored(self):
        for file in (report.REPORT / "src").rglob("*.ts"):
            if file.parent.name != "data":
                self.assertNotRegex(file.read_text(), r"\b(Packed\w*|unpack|row_of|base64)\b", file.name)

    def test_the_page_is_under_600_kB_before_data(self):
        self.assertLess(TEMPLATE.stat().st_size, 600_000)

    def test_the_content_policy_allows_this_script_and_style_and_nothing_else(self):
        page = TEMPLATE.read_text()
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page).group(1)
        def sha(text): return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
        script = re.search(r"<script>(.*)</script>\s*</body>", page, re.S).group(1)
        style = re.search(r"<style>(.*?)</style>", page, re.S).group(1)
        rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
        self.assertEqual(rules, {"default-src": "'none'", "script-src": sha(script), "style-src": sha(style), "base-uri": "'none'", "form-action": "'none'"})

    def test_title_and_data_have_one_place_each(self):
        page = TEMPLATE.read_text()
        self.assertEqual((page.count("@TITLE@"), page.count("@REPORT@")), (1, 1))

    def test_the_lock_file_names_no_host(self):
        lock = json.loads((report.REPORT / "package-lock.json").read_text())
        self.assertEqual([name for name, one in lock["packages"].items() if "resolved" in one], [])

    def test_every_library_in_the_page_has_its_licence_beside_it_and_inside(self):
        notices = (report.REPORT / "dist" / "NOTICES.txt").read_text()
        for name in ("d3-geo", "d3-scale", "d3-shape", "topojson-client", "world-atlas", "Natural Earth"):
            self.assertIn(name, notices)
        self.assertIn("Permission to use, copy, modify", TEMPLATE.read_text())


if __name__ == "__main__":
    unittest.main()
