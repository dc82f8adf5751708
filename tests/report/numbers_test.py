"""What the page holds is what h5py reads in the run file."""
import unittest

import numpy as np
import report
from scipy import stats


class Numbers(report.WithPage):
    @classmethod
    def setUpClass(cls):
        cls.make(report.PROTOTYPE, 80)
        cls.read()

    def columns(self):
        for arm in self.payload["arms"]:
            for kind in arm["kinds"]:
                for column in kind["columns"]:
                    yield arm["name"], kind, column, self.run_file[arm["name"]][kind["name"]]

    def close(self, packed, expected, where):
        scale = np.nanmax(np.abs(expected), initial=0)
        np.testing.assert_allclose(report.unpacked(packed), expected, rtol=2e-7, atol=report.tolerance(packed) + 2e-7 * scale, err_msg=str(where))

    def test_means_are_those_over_all_replicates(self):
        seen = 0
        for arm, kind, column, group in self.columns():
            if column["sort"] == "column":
                expected = (group[column["name"] + ".sum"][()] / group["count"][()][:, None]).T
                self.close(column["mean"], expected, (arm, kind["name"], column["name"]))
                seen += 1
        self.assertGreater(seen, 60)

    def test_quantiles_are_those_of_the_recorded_replicates(self):
        for arm, kind, column, group in self.columns():
            if column.get("quantiles"):
                expected = np.nanquantile(group[column["name"]][()].astype(float), [0.05, 0.25, 0.5, 0.75, 0.95], axis=0).transpose(0, 2, 1)
                scale = np.nanmax(np.abs(expected), initial=0)
                np.testing.assert_allclose(report.unpacked(column["quantiles"]), expected, rtol=2e-6, atol=report.tolerance(column["quantiles"]) + 2e-6 * scale, err_msg=column["name"])

    def test_paired_differences_have_student_s_interval(self):
        seen = 0
        for arm, kind, column, group in self.columns():
            if not column.get("difference"):
                continue
            pairs = group["pairs"][()][:, None]
            mean = group[column["name"] + ".difference.sum"][()] / pairs
            # E[x^2] - E[x]^2 of equal differences is what rounding leaves; so are tiny intervals.
            variance = np.maximum(group[column["name"] + ".difference.sum_of_squares"][()] / pairs - mean**2, 0)
            half = stats.t.ppf(0.975, pairs - 1) * np.sqrt(variance / (pairs - 1))
            self.close(column["difference"]["mean"], mean.T, (arm, kind["name"], column["name"]))
            packed = column["difference"]["half_width"]
            noise = 1e-7 * np.nanmax(np.abs(mean), initial=0)
            np.testing.assert_allclose(report.unpacked(packed), half.T, rtol=1e-5, atol=report.tolerance(packed) + noise, err_msg=column["name"])
            seen += 1
        self.assertGreater(seen, 30)

    def test_paths_of_the_histories_are_those_of_the_replicates(self):
        for history in self.payload["histories"]:
            for kind, columns in history["paths"].items():
                group = self.run_file[history["arm"]][kind]
                for name, packed in columns.items():
                    self.close(packed, group[name][history["replicate"]].astype(float).T, (history["replicate"], kind, name))

    def test_happenings_are_the_events_and_decisions_of_the_replicate(self):
        for history in self.payload["histories"]:
            arm = self.run_file[history["arm"]]
            for section, sort in (("events", "event"), ("decisions", "decision")):
                expected = sorted((int(step), name, arm[group.attrs["kind"]][group.attrs["kind"]][row].decode())
                                  for name, group in arm[section].items()
                                  for step, row, replicate in zip(group["step"], group["row"], group["replicate"]) if replicate == history["replicate"])
                told = sorted((h["step"], h["rule"], h["row"]) for h in history["happenings"] if h["sort"] == sort)
                self.assertEqual(told, expected)

    def test_events_are_counted_over_all_replicates(self):
        for arm in self.payload["arms"]:
            for event in arm["events"]:
                group = self.run_file[arm["name"]]["events"][event["name"]]
                counts = np.zeros(report.unpacked(event["mean"]).shape)
                np.add.at(counts, (group["row"][()], group["step"][()]), 1 / 80)
                self.close(event["mean"], counts, event["name"])
                self.assertEqual(event["firings"], len(group["step"]))


if __name__ == "__main__":
    unittest.main()
